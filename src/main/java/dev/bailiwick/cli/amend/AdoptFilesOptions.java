package dev.bailiwick.cli.amend;

import dev.bailiwick.cli.invocation.BailiwickCommand;
import dev.bailiwick.cli.invocation.CommandSyntax;
import dev.bailiwick.cli.invocation.Reports;
import dev.bailiwick.engine.adopt.AdoptFiles;
import dev.bailiwick.model.failure.BailiwickException;
import dev.bailiwick.model.failure.Failure;
import dev.bailiwick.model.failure.ShellCommand;
import dev.bailiwick.othertools.format.Conversion;
import dev.bailiwick.othertools.format.ConvertedFile;
import dev.bailiwick.othertools.format.FileFormat;
import dev.bailiwick.render.Terminal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The part of {@code bailiwick adopt} that makes migrations out of another tool's files; it needs no database. */
final class AdoptFilesOptions {
    private @Nullable String files;

    private boolean partial;

    /** Adds the options. */
    void addTo(CommandSyntax syntax) {
        syntax.value(
                        "--files",
                        "DIR",
                        "Make migrations of the other tool's files in this folder; --from names the tool where the"
                                + " files don't tell.",
                        given -> files = given)
                .flag(
                        "--partial",
                        "With --files: write what can be converted, though something can't.",
                        given -> partial = given);
    }

    /** Whether files are to be converted. */
    boolean given() {
        return files != null;
    }

    int run(BailiwickCommand root, String domain, @Nullable String from, boolean dryRun) {
        String shown = files == null ? "" : files;
        AdoptFiles adopt = new AdoptFiles(
                root.project(), new AdoptFiles.Request(domain, root.typed(shown), shown, format(from), partial));
        AdoptFiles.Result result = dryRun ? adopt.plan() : adopt.run();
        String text = root.quiet() ? total(result, dryRun) : text(result, shown, dryRun);
        root.facts().putAll(facts(result, shown, dryRun));
        return new Reports(root).result("adopt", root.console().typed(text));
    }

    private static @Nullable FileFormat format(@Nullable String from) {
        if (from == null) {
            return null;
        }
        return FileFormat.of(from)
                .orElseThrow(() -> BailiwickException.usage(
                        "the files of " + from + " are not known here",
                        "tools: "
                                + Stream.of(FileFormat.values())
                                        .map(FileFormat::word)
                                        .collect(Collectors.joining(", "))));
    }

    private static Map<String, ?> facts(AdoptFiles.Result result, String shown, boolean dryRun) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("domain", result.domain().name());
        facts.put("folder", shown);
        facts.put("tool", result.format().word());
        facts.put("dry_run", dryRun);
        facts.put(
                "files",
                result.conversion().converted().stream()
                        .map(file -> file(result, file))
                        .toList());
        facts.put(
                "not_converted",
                result.conversion().refused().stream()
                        .map(AdoptFilesOptions::refused)
                        .toList());
        facts.put(
                "left",
                result.conversion().asides().stream()
                        .map(AdoptFilesOptions::left)
                        .toList());
        return facts;
    }

    private static Map<String, Object> file(AdoptFiles.Result result, ConvertedFile file) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("file", file.filename());
        facts.put("path", result.path(file));
        facts.put("taken_from", file.origin().file());
        facts.put("there_already", !result.missing().contains(file.filename()));
        facts.put("notes", file.notes());
        return facts;
    }

    private static Map<String, Object> refused(Conversion.Refused refused) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("file", refused.file());
        facts.put(
                "why",
                refused.failures().stream().map(AdoptFilesOptions::reason).toList());
        return facts;
    }

    private static Map<String, Object> left(Conversion.Aside aside) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("file", aside.file());
        facts.put("why", aside.why());
        return facts;
    }

    private static String reason(Failure failure) {
        return failure.where() == null ? failure.what() : failure.where() + ": " + failure.what();
    }

    private String text(AdoptFiles.Result result, String shown, boolean dryRun) {
        Conversion conversion = result.conversion();
        List<String> lines = new ArrayList<>();
        String known = result.why().isEmpty() ? "" : ": " + result.why();
        lines.add(shown + " holds migrations of " + result.format().word() + known);
        int width = conversion.converted().stream()
                .mapToInt(file -> result.path(file).length())
                .max()
                .orElse(0);
        for (ConvertedFile file : conversion.converted()) {
            String path = result.path(file);
            lines.add("  " + path + " ".repeat(width - path.length()) + "  from "
                    + file.origin().file());
            file.notes().forEach(note -> lines.add("      " + note));
        }
        if (!conversion.refused().isEmpty()) {
            lines.add("not converted:");
            for (Conversion.Refused refused : conversion.refused()) {
                refused.failures().forEach(failure -> lines.add("  " + reason(failure)));
            }
        }
        if (!conversion.asides().isEmpty()) {
            lines.add("left where they are:");
            conversion.asides().forEach(aside -> lines.add("  " + aside.file() + " " + aside.why()));
        }
        lines.add(total(result, dryRun));
        next(result, dryRun, shown).forEach(lines::add);
        return Terminal.safe(String.join("\n", lines));
    }

    private static String total(AdoptFiles.Result result, boolean dryRun) {
        int count = result.missing().size();
        int there = result.conversion().converted().size() - count;
        String folder = result.domain().folder();
        if (count == 0) {
            return "nothing to do: " + migrations(there) + (there == 1 ? " is" : " are") + " in " + folder + " already";
        }
        String before = there == 0 ? "" : "; " + there + (there == 1 ? " is" : " are") + " there already";
        return (dryRun ? "would write " : "wrote ") + migrations(count) + " into " + folder + ", with "
                + (count == 1 ? "its line" : "their lines") + " in checksums.md5" + before
                + (dryRun ? "; nothing was written" : "");
    }

    private static String migrations(int count) {
        return count + (count == 1 ? " migration" : " migrations");
    }

    private List<String> next(AdoptFiles.Result result, boolean dryRun, String shown) {
        String domain = result.domain().name();
        String tool = result.format().word();
        if (dryRun) {
            return List.of("next: " + ShellCommand.of("bailiwick", "adopt", domain, "--files", shown, "--from", tool)
                    + (partial ? " --partial" : ""));
        }
        List<ConvertedFile> converted = result.conversion().converted();
        String last = converted.get(converted.size() - 1).filename();
        String history =
                switch (result.format()) {
                    case DIESEL, SQLX, PLAIN ->
                        ShellCommand.of("bailiwick", "adopt", domain, "--from", "plain", "--to", last);
                    default -> ShellCommand.of("bailiwick", "adopt", domain, "--from", tool);
                };
        return List.of(
                "next: look through the files, then: " + ShellCommand.of("bailiwick", "validate", domain, "--offline"),
                "      for a database in which they are applied: " + history,
                "      for an empty one: " + ShellCommand.of("bailiwick", "migrate", domain));
    }
}
