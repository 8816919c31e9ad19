package dev.bailiwick.othertools.format;

import dev.bailiwick.model.script.MigrationFile;
import dev.bailiwick.othertools.name.OriginalFile;
import dev.bailiwick.othertools.name.OtherToolVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Liquibase's formatted SQL: a first line {@code --liquibase formatted sql}, then changesets after lines
 * {@code --changeset author:id}, each with {@code --rollback} lines for the way back. What decides at run time whether a
 * changeset runs (contexts, preconditions, runOnChange) has no counterpart and is refused.
 */
public final class LiquibaseSql {
    private static final Pattern FIRST = Pattern.compile("\\s*--\\s*liquibase formatted.*", Pattern.CASE_INSENSITIVE);
    private static final Pattern CHANGESET = Pattern.compile(
            "\\s*--\\s*changeset\\s+(\"[^\"]+\"|[^:]+):\\s*(\"[^\"]+\"|\\S+)(.*)", Pattern.CASE_INSENSITIVE);
    private static final Pattern ROLLBACK = Pattern.compile("\\s*--\\s*rollback(?:\\s(.*))?", Pattern.CASE_INSENSITIVE);
    private static final Pattern REFUSED = Pattern.compile(
            "\\s*--\\s*(preconditions?|precondition-\\S+|property|ignoreLines\\S*|ignore:\\S+)\\b.*",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern BLOCK = Pattern.compile("\\s*/\\*\\s*liquibase rollback.*", Pattern.CASE_INSENSITIVE);
    private static final Pattern NO_ROLLBACK = Pattern.compile("(not required|empty)\\b.*", Pattern.CASE_INSENSITIVE);
    private static final Pattern OTHER_ROLLBACK = Pattern.compile("changeset\\w*:.*", Pattern.CASE_INSENSITIVE);
    private static final Pattern INCLUDED = Pattern.compile("\\bfile\"?\\s*[:=]\\s*[\"']?([^\\s\"']+\\.sql)");
    private static final Pattern ATTRIBUTE = Pattern.compile("([A-Za-z]+):(\"[^\"]*\"|\\S*)");

    /** What says only how Liquibase cuts the text or names the changeset. */
    private static final Set<String> HARMLESS = Set.of(
            "splitstatements",
            "stripcomments",
            "rollbacksplitstatements",
            "logicalfilepath",
            "labels",
            "created",
            "ignore");

    private final MigrationFile file;
    private final ConversionCollector intake;
    private final List<OtherToolChange> changes;
    private SourceLines up;
    private SourceLines down;
    private String id = "";
    private boolean transaction = true;
    private boolean reversible;
    private boolean block;

    private LiquibaseSql(MigrationFile file, ConversionCollector intake, List<OtherToolChange> changes) {
        this.file = file;
        this.intake = intake;
        this.changes = changes;
        this.up = new SourceLines(file);
        this.down = new SourceLines(file);
    }

    public static void read(List<MigrationFile> files, ConversionCollector intake) {
        List<OtherToolChange> changes = new ArrayList<>();
        List<MigrationFile> changelogs =
                files.stream().filter(LiquibaseSql::isFormatted).toList();
        List<MigrationFile> masters =
                files.stream().filter(LiquibaseSql::isMaster).toList();
        List<MigrationFile> included = masters.size() == 1 ? included(masters.get(0), changelogs) : List.of();
        boolean ordered = included.size() == changelogs.size();
        for (MigrationFile changelog : ordered ? included : changelogs) {
            new LiquibaseSql(changelog, intake, changes).read();
        }
        for (MigrationFile file : files) {
            if (changelogs.contains(file)) {
                continue;
            }
            if (masters.contains(file)) {
                intake.leaveOut(file, ordered ? "was read: it holds the order" : "holds no changesets of its own");
            } else if (isOtherChangelog(file)) {
                intake.refuse(
                        file,
                        "is a changelog in "
                                + UnconvertedFiles.extension(file.filename()).toUpperCase(Locale.ROOT)
                                + ", which can't be converted: liquibase makes the SQL of it",
                        "let liquibase write its SQL (update-sql, rollback-sql) and make files of that; --partial converts"
                                + " the others");
            } else {
                UnconvertedFiles.judge(file, FileFormat.LIQUIBASE, "a first line --liquibase formatted sql", intake);
            }
        }
        String note = "the changelogs are taken in the order of their names, as includeAll does";
        boolean reported = !ordered && changelogs.size() > 1;
        for (OtherToolChange change : changes) {
            intake.change(reported ? change.noted(List.of(note)) : change);
            reported = false;
        }
    }

    /** Whether a file is a changelog that includes others, and holds nothing itself. */
    private static boolean isMaster(MigrationFile file) {
        return isOtherChangelog(file) && !file.text().contains("changeSet");
    }

    /** The changelogs that a master includes by name, in its order. */
    private static List<MigrationFile> included(MigrationFile master, List<MigrationFile> changelogs) {
        List<MigrationFile> included = new ArrayList<>();
        Matcher name = INCLUDED.matcher(master.text());
        while (name.find()) {
            changelogs.stream()
                    .filter(file -> !included.contains(file))
                    .filter(file -> ("/" + name.group(1)).endsWith("/" + file.filename()))
                    .findFirst()
                    .ifPresent(included::add);
        }
        return included;
    }

    public static boolean isFormatted(MigrationFile file) {
        return SourceLines.lines(file).stream()
                .filter(line -> !line.isBlank())
                .findFirst()
                .filter(line -> FIRST.matcher(line).matches())
                .isPresent();
    }

    /** Whether a file is a changelog in XML, YAML or JSON. */
    public static boolean isOtherChangelog(MigrationFile file) {
        return Set.of("xml", "yaml", "yml", "json").contains(UnconvertedFiles.extension(file.filename()))
                && file.text().contains("databaseChangeLog");
    }

    private void read() {
        List<String> lines = SourceLines.lines(file);
        for (int i = 0; i < lines.size(); i++) {
            line(lines.get(i), i + 1);
        }
        close();
    }

    private void line(String line, int number) {
        Matcher changeset = CHANGESET.matcher(line);
        Matcher rollback = ROLLBACK.matcher(line);
        if (block) {
            block = !line.contains("*/");
            down.add(line.replaceFirst("\\*/.*", ""), number);
        } else if (changeset.matches()) {
            close();
            id = unquoted(changeset.group(2)) + "::" + unquoted(changeset.group(1));
            attributes(changeset.group(3), number);
        } else if (REFUSED.matcher(line).matches()) {
            refuse(number, "this line makes liquibase decide at run time what it runs", "take it out");
        } else if (BLOCK.matcher(line).matches()) {
            reversible = true;
            block = !line.contains("*/");
            String rest =
                    line.replaceFirst("(?i)\\s*/\\*\\s*liquibase rollback", "").replaceFirst("\\*/.*", "");
            down.add(rest.strip(), number);
        } else if (rollback.matches()) {
            rollback(rollback.group(1) == null ? "" : rollback.group(1), number);
        } else if (!id.isEmpty()) {
            up.add(line, number);
        } else if (!line.isBlank() && !line.stripLeading().startsWith("--")) {
            refuse(number, "this stands before the first --changeset", "move it behind the line");
        }
    }

    private void rollback(String sql, int number) {
        reversible = true;
        if (OTHER_ROLLBACK.matcher(sql.strip()).matches()) {
            refuse(number, "this rollback refers to another changeset", "write its SQL here");
        } else if (!NO_ROLLBACK.matcher(sql.strip()).matches()) {
            down.add(sql, number);
        }
    }

    private void attributes(String text, int number) {
        transaction = true;
        Matcher attribute = ATTRIBUTE.matcher(text);
        while (attribute.find()) {
            String key = attribute.group(1).toLowerCase(Locale.ROOT);
            String value = unquoted(attribute.group(2)).toLowerCase(Locale.ROOT);
            boolean fine =
                    switch (key) {
                        case "runintransaction" -> true;
                        case "dbms" -> List.of(value.split("\\s*,\\s*")).contains("postgresql") || value.equals("all");
                        case "enddelimiter", "rollbackenddelimiter" -> value.equals(";");
                        case "runonchange", "runalways" -> value.equals("false");
                        case "failonerror" -> value.equals("true");
                        default -> HARMLESS.contains(key);
                    };
            if (key.equals("runintransaction")) {
                transaction = !value.equals("false");
            }
            if (!fine) {
                refuse(number, attribute.group() + " has no counterpart here", mend(key));
            }
        }
    }

    private static String mend(String key) {
        return key.startsWith("run")
                ? "make a seed of the changeset (seeds/ in the domain's folder), and take it out of the file"
                : "take it out, or the changeset";
    }

    private void close() {
        if (!id.isEmpty()) {
            String name = UnconvertedFiles.base(file.filename()).replaceFirst("\\.sql$", "");
            String shown = id.substring(0, id.indexOf("::"));
            changes.add(OtherToolChange.of(
                    new OriginalFile(FileFormat.LIQUIBASE.word(), file.filename() + "::" + id),
                    file,
                    OtherToolVersion.number("%04d".formatted(changes.size() + 1)),
                    name + "_" + shown,
                    new OtherToolChange.Half(up, transaction),
                    half()));
        }
        up = new SourceLines(file);
        down = new SourceLines(file);
        reversible = false;
        block = false;
        if (intake.isRefused(file)) {
            return;
        }
        Placeholders.refuse(file, FileFormat.LIQUIBASE, intake);
    }

    private OtherToolChange.@Nullable Half half() {
        return reversible ? new OtherToolChange.Half(down, transaction) : null;
    }

    private static String unquoted(String text) {
        return text.strip().replaceAll("^\"|\"$", "");
    }

    private void refuse(int line, String what, String mend) {
        intake.refuse(file, line, 1, what, mend);
    }
}
