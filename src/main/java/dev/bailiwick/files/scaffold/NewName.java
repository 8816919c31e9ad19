package dev.bailiwick.files.scaffold;

import dev.bailiwick.files.read.MigrationName;
import dev.bailiwick.model.failure.BailiwickException;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a person typed as the name of a new file, made into one: small letters a-z, digits and _.
 *
 * @param text the description, without version and {@code .sql}
 * @param notes what was left out and why
 */
record NewName(String text, List<String> notes) {
    /** A table's name has at most 63 bytes, and nobody types more; with version and ending it fits into varchar(255). */
    static final int LONGEST = 200;

    private static final Pattern VERSION = Pattern.compile("(\\d{4}-\\d{2}-\\d{2}|\\d{3,})[_ -]+(?=.)");
    private static final Pattern SAFE = Pattern.compile("[a-zA-Z0-9_ .-]+");
    private static final String EXAMPLE = "such as create_drug_prices or add_barcode_to_drugs";

    NewName {
        notes = List.copyOf(notes);
    }

    /**
     * The name that was meant: {@code create-drug-prices}, {@code Create Drug Prices}, {@code CreateDrugPrices} and
     * {@code 20251205000020_create_drug_prices.sql} are all {@code create_drug_prices}.
     *
     * @throws BailiwickException (usage) where no name can be made of it without guessing
     */
    static NewName of(String typed) {
        List<String> notes = new ArrayList<>();
        String name = typed.strip();
        if (MigrationName.sql(name)) {
            name = name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1, name.length() - 4);
        }
        Matcher version = VERSION.matcher(name);
        if (version.lookingAt()) {
            notes.add("the version " + version.group(1) + " before the name is left out: a new one is given");
            name = name.substring(version.end());
        }
        if (name.isBlank()) {
            throw BailiwickException.usage(
                    typed.isBlank() ? "the name is empty" : typed + " is no name: nothing stands before .sql", EXAMPLE);
        }
        String plain = Normalizer.normalize(name, Normalizer.Form.NFD).replaceAll("(?<=[a-zA-Z])\\p{Mn}+", "");
        String made = words(plain);
        if (made.matches("\\d+")) {
            throw BailiwickException.usage(
                    "a name says what the file does, and " + typed + " is a number; its version is given", EXAMPLE);
        }
        if (!SAFE.matcher(plain).matches() || made.isEmpty()) {
            String near = made.isEmpty() ? EXAMPLE : "such as " + made;
            throw BailiwickException.usage(
                    "a file can't be named " + typed + ": a name is made of letters a-z, digits and _", near);
        }
        if (made.length() > LONGEST) {
            throw BailiwickException.usage(
                    "the name has " + made.length() + " characters, and at most " + LONGEST
                            + " are possible: file names end at 255 bytes",
                    EXAMPLE);
        }
        return new NewName(made, notes);
    }

    private static String words(String name) {
        return name.replaceAll("([a-z0-9])([A-Z])", "$1_$2")
                .replaceAll("([A-Z]+)([A-Z][a-z])", "$1_$2")
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^a-z0-9]+", "_")
                .replaceAll("^_+|_+$", "");
    }
}
