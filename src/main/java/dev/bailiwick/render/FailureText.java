package dev.bailiwick.render;

import dev.bailiwick.model.failure.Failure;
import dev.bailiwick.model.failure.ServerMessage;
import dev.bailiwick.model.script.Place;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Says the five things of each failure: what failed, where, what PostgreSQL said, what the state is now, and what to do
 * next.
 *
 * <p>Only our own sentences are wrapped. What PostgreSQL said and what is to be typed stays in one piece, to be searched
 * for and copied.
 */
public final class FailureText {
    private static final String INDENT = "  ";

    /** As wide as {@code "  next: "}. */
    private static final String LABELLED = "        ";

    /** A recursion leaves hundreds of lines of context, and the last ones are as the first. */
    private static final int MOST_CONTEXT = 20;

    private final TextStyle style;
    private final int width;
    private final StringBuilder text = new StringBuilder();

    private FailureText(TextStyle style, int width) {
        this.style = style;
        this.width = width <= 0 ? Integer.MAX_VALUE : Math.max(40, width);
    }

    /**
     * A block for each failure, blank lines between, and their number where there are several.
     *
     * @param width of the terminal in cells; 0 where the reader is none, and nothing is to be wrapped
     */
    public static String of(List<Failure> failures, TextStyle style, int width) {
        String blocks = failures.stream()
                .map(failure -> new FailureText(style, width).block(failure))
                .collect(Collectors.joining("\n"));
        return failures.size() < 2 ? blocks : blocks + "\n" + style.red(failures.size() + " errors") + "\n";
    }

    private String block(Failure failure) {
        prose(style.red("error:") + " ", "error: ".length(), failure.what());
        Place where = failure.where();
        if (where != null) {
            line(INDENT + "at " + Terminal.line(where.toString()));
            CaretLine.of(where, style, width).forEach(this::line);
        }
        ServerMessage said = failure.said();
        if (said != null) {
            said(said);
        }
        failure.details().forEach(detail -> line(INDENT + INDENT + Diff.line(detail, style)));
        if (!failure.state().isBlank()) {
            prose(INDENT + style.dim("now:") + "  ", LABELLED.length(), failure.state());
        }
        next(failure.next());
        return text.toString();
    }

    private void said(ServerMessage said) {
        String head = said.severity() + " " + said.sqlState() + ": ";
        hanging(INDENT + style.dim("PostgreSQL says") + " ", INDENT + INDENT, Terminal.safe(head + said.message()));
        field("detail", said.detail());
        field("hint", said.hint());
        field("context", shortened(said.context()));
    }

    private void field(String name, @Nullable String value) {
        if (value != null && !value.isBlank()) {
            String label = name.toUpperCase(Locale.ROOT) + ":";
            String indent = INDENT + INDENT;
            hanging(indent + style.dim(label) + " ", indent + INDENT, Terminal.safe(value));
        }
    }

    private @Nullable String shortened(@Nullable String context) {
        if (context == null) {
            return null;
        }
        List<String> lines = context.lines().toList();
        if (lines.size() <= MOST_CONTEXT) {
            return context;
        }
        int gone = lines.size() - MOST_CONTEXT;
        return String.join("\n", lines.subList(0, MOST_CONTEXT)) + "\n" + style.ellipsis() + " " + gone + " more lines";
    }

    private void next(List<String> next) {
        String label = INDENT + style.dim("next:") + " ";
        for (int i = 0; i < next.size(); i++) {
            hanging(i == 0 ? label : LABELLED, LABELLED, Terminal.safe(next.get(i)));
        }
    }

    /** A sentence of ours: wrapped, its further lines under its first. */
    private void prose(String label, int indent, String sentence) {
        List<String> lines = TerminalCells.wrapped(Terminal.safe(sentence).strip(), width - indent);
        for (int i = 0; i < lines.size(); i++) {
            line((i == 0 ? label : TerminalCells.blanks(indent)) + lines.get(i));
        }
    }

    /** A text in one piece: only its own line ends break it. */
    private void hanging(String label, String indent, String value) {
        List<String> lines = value.stripTrailing().lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            line((i == 0 ? label : indent) + lines.get(i));
        }
    }

    private void line(String line) {
        text.append(line.stripTrailing()).append('\n');
    }
}
