package dev.bailiwick.bench;

import java.util.Locale;

/** What a number counts, and with how many decimals it is printed. */
enum Unit {
    RATIO("×", 2),
    MILLISECONDS("ms", 2),
    SECONDS("s", 2),
    MEGABYTES("MB", 0),
    ROUND_TRIPS("round trips", 0);

    private final String sign;
    private final int decimals;

    Unit(String sign, int decimals) {
        this.sign = sign;
        this.decimals = decimals;
    }

    String sign() {
        return sign;
    }

    String text(double number) {
        return String.format(Locale.ROOT, "%,." + decimals + "f %s", number, sign);
    }

    /** The number as it is printed. */
    double rounded(double number) {
        double power = Math.pow(10, decimals);
        return Math.round(number * power) / power;
    }
}
