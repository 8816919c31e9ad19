package dev.bailiwick.files.manifest;

import dev.bailiwick.files.read.MigrationName;
import dev.bailiwick.model.failure.Failure;
import dev.bailiwick.model.failure.ShellCommand;
import dev.bailiwick.model.script.ByteOrder;
import dev.bailiwick.model.script.Place;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads what md5sum writes: {@code <32 hex digits>  <name>}, or {@code  *<name>} where it was told {@code --binary}.
 * Blank lines, another order and a line that stands twice do no harm.
 */
final class ManifestText {
    private static final Pattern LINE = Pattern.compile("([0-9a-fA-F]{32}) [ *](.+)");
    private static final Pattern CONFLICT = Pattern.compile("(<{7}|\\|{7}|={7}|>{7})( .*)?");
    private static final Pattern DIGITS = Pattern.compile("[0-9a-fA-F]*");
    private static final String FORM = "a line is 32 hex digits, two blanks, and the name of a migration";
    private static final int DIGIT_COUNT = 32;

    private final String path;
    private final String text;
    private final List<Failure> problems;
    private final SortedMap<String, String> lines = new TreeMap<>(ByteOrder.OF_NAMES);
    private final Map<String, Integer> numbers = new HashMap<>();
    private boolean conflict;

    ManifestText(String path, String text, List<Failure> problems) {
        this.path = path;
        this.text = text;
        this.problems = problems;
    }

    /** The checksum in lower case by file name. */
    SortedMap<String, String> lines() {
        int start = 0;
        for (int number = 1; start < text.length(); number++) {
            int end = text.indexOf('\n', start);
            int stop = end < 0 ? text.length() : end;
            String line = text.substring(start, stop);
            line(start, line.endsWith("\r") ? line.substring(0, line.length() - 1) : line, number);
            start = stop + 1;
        }
        return lines;
    }

    private void line(int start, String line, int number) {
        if (line.isBlank()) {
            return;
        }
        if (CONFLICT.matcher(line).matches()) {
            conflict(start);
            return;
        }
        Matcher matcher = LINE.matcher(line);
        if (!matcher.matches()) {
            malformed(start, line);
            return;
        }
        String name = matcher.group(2);
        String checksum = matcher.group(1).toLowerCase(Locale.ROOT);
        int at = start + matcher.start(2);
        if (name.startsWith("seeds/")) {
            problem(at, "seeds are not sealed: they run again and again, and may change", "take the line out");
        } else if (name.contains("/")) {
            problem(at, "a name in " + Manifest.FILE + " stands without a folder", "write " + lastName(name));
        } else if (!MigrationName.accepted(name)) {
            problem(at, name + " is no migration, and " + Manifest.FILE + " holds nothing else", "take the line out");
        } else {
            add(start, name, checksum, number);
        }
    }

    private void add(int start, String name, String checksum, int number) {
        String other = lines.putIfAbsent(name, checksum);
        if (other == null) {
            numbers.put(name, number);
        } else if (!other.equals(checksum) && !conflict) {
            problem(
                    start,
                    name + " has another checksum in line " + numbers.get(name),
                    "take out the one that is not the file's: " + ShellCommand.of("md5sum", folder() + "/" + name));
        }
    }

    /** One word for the whole file: its conflicts are solved together. */
    private void conflict(int start) {
        if (conflict) {
            return;
        }
        conflict = true;
        String markers = "/^[<|=>]\\{7\\}/d";
        String left = path + " has a conflict that git left there: ";
        List<String> both = changedByBoth();
        if (both.isEmpty()) {
            problem(
                    start,
                    left + "two branches added files",
                    "take both sides: " + ShellCommand.of("sed", "-i", markers, path) + " && bailiwick seal "
                            + domain(),
                    "then: " + ShellCommand.of("git", "add", path));
            return;
        }
        List<String> sed = new ArrayList<>(List.of("sed", "-i", "-e", markers));
        List<String> seal = new ArrayList<>(List.of("bailiwick", "seal", lastName(folder())));
        List<String> add = new ArrayList<>(List.of("git", "add", path));
        for (String name : both) {
            sed.addAll(List.of("-e", "/[ *]" + name.replace(".", "\\.") + "$/d"));
            seal.addAll(List.of("--accept", name));
            add.add(folder() + "/" + name);
        }
        sed.add(path);
        problem(
                start,
                left + "both sides have a line of their own for " + String.join(", ", both),
                "make of the two versions of " + (both.size() == 1 ? "that file" : "each of these files") + " one",
                "then take its lines out, and git's: " + command(sed),
                "then: " + command(seal) + " && " + command(add));
    }

    /** The files for which the text says two things. */
    private List<String> changedByBoth() {
        Map<String, String> said = new HashMap<>();
        SortedSet<String> both = new TreeSet<>(ByteOrder.OF_NAMES);
        text.lines().map(LINE::matcher).filter(Matcher::matches).forEach(line -> {
            String checksum = line.group(1).toLowerCase(Locale.ROOT);
            if (!said.computeIfAbsent(line.group(2), name -> checksum).equals(checksum)) {
                both.add(line.group(2));
            }
        });
        return List.copyOf(both);
    }

    private static String command(List<String> words) {
        return ShellCommand.of(words.toArray(String[]::new));
    }

    private void malformed(int start, String line) {
        if (line.startsWith("\\")) {
            problem(start, "md5sum writes this name with escapes: it holds a backslash", "rename the file");
            return;
        }
        Matcher digits = DIGITS.matcher(line);
        int right = digits.lookingAt() ? Math.min(digits.end(), DIGIT_COUNT) : 0;
        problem(start + right, "this is no line of md5sum: " + FORM, "take it out, then: bailiwick seal " + domain());
    }

    private String domain() {
        return ShellCommand.of(lastName(folder()));
    }

    private String folder() {
        return path.substring(0, path.length() - Manifest.FILE.length() - 1);
    }

    private static String lastName(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    private void problem(int offset, String what, String... mend) {
        problems.add(new Failure(what, Place.of(path, text, offset), null, "", List.of(mend)));
    }
}
