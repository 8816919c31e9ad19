package dev.bailiwick.cli.help;

import dev.bailiwick.cli.console.Version;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** One command as a page of the manual, in the man macros of roff (groff_man(7)). */
final class ManPage {
    private final String name;
    private final CommandSpec spec;
    private final List<String> lines = new ArrayList<>();

    private ManPage(String name, CommandSpec spec) {
        this.name = name;
        this.spec = spec;
    }

    /** The pages of a command and all below it, by name: bailiwick, bailiwick-migrate, bailiwick-db-start. */
    static void all(CommandSpec spec, String name, Map<String, String> pages) {
        pages.put(name, new ManPage(name, spec).text());
        spec.subcommands().forEach((below, line) -> all(line.getCommandSpec(), name + "-" + below, pages));
    }

    private String text() {
        lines.add(".TH " + escaped(name.toUpperCase(Locale.ROOT)) + " 1 \"\" \"Bailiwick " + escaped(Version.text())
                + "\" \"Bailiwick\"");
        String description = filled(String.join(" ", spec.usageMessage().description()));
        section("NAME", escaped(name) + " \\- " + escaped(firstSentence(description)));
        synopsis();
        section("DESCRIPTION", escaped(description));
        operands();
        options("OPTIONS", options().filter(option -> !general(option)).toList());
        options("GENERAL OPTIONS", options().filter(ManPage::general).toList());
        commands();
        footer();
        seeAlso();
        return String.join("\n", lines) + "\n";
    }

    private void section(String title, String text) {
        lines.add(".SH " + title);
        lines.add(protectedStart(text));
    }

    private void synopsis() {
        List<String> words = new ArrayList<>();
        words.add("\\fB" + escaped(name.replace('-', ' ')) + "\\fR");
        words.add("[\\fIOPTIONS\\fR]");
        operandSpecs().map(operand -> escaped(label(operand))).forEach(words::add);
        if (!spec.subcommands().isEmpty()) {
            words.add("\\fICOMMAND\\fR");
        }
        section("SYNOPSIS", String.join(" ", words));
    }

    private void operands() {
        List<PositionalParamSpec> operands = operandSpecs().toList();
        if (!operands.isEmpty()) {
            lines.add(".SH OPERANDS");
            operands.forEach(operand -> entry("\\fI" + escaped(label(operand)) + "\\fR", text(operand)));
        }
    }

    private void options(String title, List<OptionSpec> options) {
        if (!options.isEmpty()) {
            lines.add(".SH " + title);
            options.forEach(option -> entry(names(option), text(option)));
        }
    }

    private void commands() {
        if (spec.subcommands().isEmpty()) {
            return;
        }
        lines.add(".SH COMMANDS");
        spec.subcommands()
                .forEach((below, line) -> entry(
                        "\\fB" + escaped(below) + "\\fR",
                        String.join(" ", line.getCommandSpec().usageMessage().description())));
    }

    /** A title that ends in a colon, and its lines as they stand. */
    private void footer() {
        String[] footer = spec.usageMessage().footer();
        if (footer.length > 1) {
            lines.add(".SH " + escaped(footer[0].replace(":", "").toUpperCase(Locale.ROOT)));
            lines.add(".nf");
            Stream.of(footer)
                    .skip(1)
                    .map(line -> protectedStart(escaped(line.strip())))
                    .forEach(lines::add);
            lines.add(".fi");
        }
    }

    private void seeAlso() {
        Stream<String> others = spec.parent() == null
                ? spec.subcommands().keySet().stream().map(below -> name + "-" + below)
                : Stream.of(name.substring(0, name.lastIndexOf('-')));
        section(
                "SEE ALSO",
                others.map(other -> "\\fB" + escaped(other) + "\\fR(1)").collect(Collectors.joining(", ")));
    }

    private void entry(String term, String text) {
        lines.add(".TP");
        lines.add(protectedStart(term));
        lines.add(protectedStart(escaped(filled(text))));
    }

    private Stream<OptionSpec> options() {
        return spec.options().stream()
                .filter(option -> !option.hidden())
                .sorted(Comparator.comparing(
                        (OptionSpec option) -> option.longestName().replaceFirst("^-+", "")));
    }

    private Stream<PositionalParamSpec> operandSpecs() {
        return spec.positionalParameters().stream().filter(operand -> !operand.hidden());
    }

    /** Whether every command takes it. */
    private static boolean general(OptionSpec option) {
        CommandSpec root = option.command();
        while (root.parent() != null) {
            root = root.parent();
        }
        return root != option.command() && root.findOption(option.longestName()) != null;
    }

    private static String names(OptionSpec option) {
        String value = option.arity().max() == 0 ? "" : "=\\fI" + escaped(option.paramLabel()) + "\\fR";
        return Stream.of(option.names())
                        .map(word -> "\\fB" + escaped(word) + "\\fR")
                        .collect(Collectors.joining(", "))
                + value;
    }

    private static String label(PositionalParamSpec operand) {
        boolean many = operand.index().max() > operand.index().min();
        String label = operand.paramLabel() + (many ? "..." : "");
        return operand.required() ? label : "[" + label + "]";
    }

    private String text(ArgSpec argument) {
        Iterable<String> candidates = argument.completionCandidates();
        String values = candidates == null ? "" : String.join(", ", candidates);
        return String.join(" ", argument.description()).replace("${COMPLETION-CANDIDATES}", values);
    }

    /** Without the line ends that picocli knows. */
    private static String filled(String text) {
        return text.replace("%n", " ").replace("%%", "%").strip();
    }

    private static String firstSentence(String text) {
        int colon = text.indexOf(": ");
        int stop = text.indexOf(". ");
        int end = Stream.of(colon, stop, text.length() - (text.endsWith(".") ? 1 : 0))
                .filter(at -> at > 0)
                .min(Comparator.naturalOrder())
                .orElse(text.length());
        return text.substring(0, end);
    }

    /** Backslashes, dashes that can be copied, and what lies beyond ASCII (groff_char(7)). */
    private static String escaped(String text) {
        StringBuilder escaped = new StringBuilder();
        text.codePoints().forEach(c -> {
            switch (c) {
                case '\\' -> escaped.append("\\e");
                case '-' -> escaped.append("\\-");
                case '\'' -> escaped.append("\\(aq");
                case '"' -> escaped.append("\\(dq");
                default -> escaped.append(c < 0x7F ? Character.toString(c) : "\\[u%04X]".formatted(c));
            }
        });
        return escaped.toString();
    }

    /** A line that begins with a dot would be a request. */
    private static String protectedStart(String line) {
        return line.startsWith(".") || line.startsWith("'") ? "\\&" + line : line;
    }
}
