package dev.bailiwick.files.scaffold;

import dev.bailiwick.files.read.MigrationName;
import dev.bailiwick.model.failure.BailiwickException;
import dev.bailiwick.model.failure.ShellCommand;
import dev.bailiwick.model.script.ByteOrder;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Chooses the version of a new migration: one that no file of the domain has, and after all of them. */
final class NextVersion {
    private static final DateTimeFormatter SECOND = DateTimeFormatter.ofPattern("uuuuMMddHHmmss");
    private static final DateTimeFormatter DAY = DateTimeFormatter.BASIC_ISO_DATE;

    /** Colleagues who make files in the same minute need no word about it. */
    private static final Duration UNSAID = Duration.ofMinutes(1);

    private static final int DAY_DIGITS = 8;
    private static final int SECOND_DIGITS = 14;

    private final String domain;
    private final TreeSet<String> names = new TreeSet<>(ByteOrder.OF_NAMES);
    private final Set<String> versions = new TreeSet<>();
    private final LocalDateTime now;
    private final List<String> notes = new ArrayList<>();

    /** @param names of everything in the domain's folder */
    NextVersion(String domain, List<String> names, Instant now) {
        this.domain = domain;
        this.now = LocalDateTime.ofInstant(now, ZoneOffset.UTC);
        for (String name : names) {
            if (MigrationName.accepted(name)) {
                this.names.add(name);
                versions.add(version(name));
            }
        }
    }

    /** What a person should know about the choice. */
    List<String> notes() {
        return List.copyOf(notes);
    }

    /**
     * The version of a file of this name.
     *
     * @throws BailiwickException (usage) where the purpose's range is full, or nothing sorts after the last file
     */
    String of(String name, @Nullable MigrationPurpose purpose) {
        return purpose == null ? moment(name) : number(name, purpose);
    }

    private String moment(String name) {
        String version = SECOND.format(now);
        while (versions.contains(version)) {
            version = successor(version);
        }
        String last = last();
        if (last == null || after(version, name, last)) {
            return version;
        }
        String next = successor(version(last));
        if (!after(next, name, last)) {
            throw BailiwickException.usage(
                    "nothing that the clock says sorts behind " + last + ", the last file of " + domain,
                    "name the file by hand, with a version behind " + version(last),
                    "or rename " + last + " where it is applied nowhere yet");
        }
        if (!close(next)) {
            notes.add(next + " is not the time: " + last + ", the last file of " + domain + ", is ahead of the clock ("
                    + SECOND.format(now) + " UTC), and this one must run behind it");
        }
        return next;
    }

    private String number(String name, MigrationPurpose purpose) {
        LocalDate today = now.toLocalDate();
        String last = last();
        LocalDate day = last == null ? today : later(today, day(version(last)));
        if (!day.equals(today)) {
            notes.add("it is dated " + DAY.format(day) + " as " + last + ", the last file of " + domain
                    + ", is; today is " + DAY.format(today) + " (UTC)");
        }
        int highest = purpose.first() - 1;
        for (int number = purpose.first(); number <= purpose.last(); number++) {
            highest = versions.contains(version(day, number)) ? number : highest;
        }
        if (highest == purpose.last()) {
            throw full(name, purpose, day);
        }
        String version = version(day, highest + 1);
        if (last != null && !after(version, name, last)) {
            notes.add("it sorts before " + last + ": where that is applied already, migrate refuses this one as out of"
                    + " order, and a file without --kind is the way");
        }
        return version;
    }

    private BailiwickException full(String name, MigrationPurpose purpose, LocalDate day) {
        int files = purpose.last() - purpose.first() + 1;
        return BailiwickException.usage(
                "the numbers of kind " + purpose + " are used up for " + DAY.format(day) + " in " + domain + ": "
                        + purpose.range() + ", " + files + " files",
                "with the time as its version: " + ShellCommand.of("bailiwick", "new", domain, name),
                "or another kind: " + purpose.others());
    }

    private @Nullable String last() {
        return names.isEmpty() ? null : names.last();
    }

    /** Whether so many moments ahead that nobody wonders. */
    private boolean close(String version) {
        LocalDateTime second = second(version);
        return second != null && Duration.between(now, second).compareTo(UNSAID) < 0;
    }

    private static boolean after(String version, String name, String last) {
        return ByteOrder.OF_NAMES.compare(version + "_" + name + ".sql", last) > 0 && !version.equals(version(last));
    }

    private static String version(LocalDate day, int number) {
        return DAY.format(day) + "%06d".formatted(number);
    }

    private static String version(String filename) {
        return filename.substring(0, filename.indexOf('_'));
    }

    private static LocalDate later(LocalDate a, @Nullable LocalDate b) {
        return b != null && b.isAfter(a) ? b : a;
    }

    /** The next version of the same form: a second, a day or a number later. */
    private static String successor(String version) {
        LocalDateTime second = second(version);
        if (second != null) {
            return SECOND.format(second.plusSeconds(1));
        }
        LocalDate day = version.contains("-") || version.length() == DAY_DIGITS ? day(version) : null;
        if (day != null) {
            LocalDate next = day.plusDays(1);
            return version.contains("-") ? next.toString() : DAY.format(next);
        }
        String number =
                new BigInteger(version.replace("-", "")).add(BigInteger.ONE).toString();
        return "0".repeat(Math.max(0, version.length() - number.length())) + number;
    }

    private static @Nullable LocalDateTime second(String version) {
        try {
            return version.length() == SECOND_DIGITS ? LocalDateTime.parse(version, SECOND) : null;
        } catch (DateTimeException e) {
            return null;
        }
    }

    /** The day that a version names; null where it is a plain number. */
    private static @Nullable LocalDate day(String version) {
        String digits = version.replace("-", "");
        if (digits.length() != DAY_DIGITS && digits.length() != SECOND_DIGITS) {
            return null;
        }
        try {
            return LocalDate.parse(digits.substring(0, DAY_DIGITS), DAY);
        } catch (DateTimeException e) {
            return null;
        }
    }
}
