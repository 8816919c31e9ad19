package dev.bailiwick.db.login;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.GregorianCalendar;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;
import org.postgresql.Driver;

/** Gets what every login needs into memory while the command line and the files are still being read. */
public final class DriverWarmUp {
    /** Of SCRAM's 4,096: enough for Java to compile what they run. */
    private static final int ITERATIONS = 512;

    private DriverWarmUp() {}

    /** Begins, where there is a processor for it, and returns at once. */
    public static void begin() {
        if (Runtime.getRuntime().availableProcessors() > 1) {
            Thread thread = new Thread(DriverWarmUp::load, "head start");
            thread.setDaemon(true);
            thread.start();
        }
    }

    private static void load() {
        new Driver().getMajorVersion();
        // The driver makes one for each connection, for which Java reads what it knows of calendars.
        new GregorianCalendar().getFirstDayOfWeek();
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(new byte[1], "HmacSHA256"));
            SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                    .generateSecret(new PBEKeySpec(new char[] {'x'}, new byte[16], ITERATIONS, 256));
            new SecureRandom().nextBytes(new byte[1]);
        } catch (GeneralSecurityException e) {
            // A login that needs what this Java lacks says so itself; others need it not.
            return;
        }
    }
}
