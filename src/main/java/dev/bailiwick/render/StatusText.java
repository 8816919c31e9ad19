package dev.bailiwick.render;

import dev.bailiwick.model.domain.Domain;
import dev.bailiwick.model.failure.Failure;
import dev.bailiwick.model.failure.ShellCommand;
import dev.bailiwick.model.history.FileState;
import dev.bailiwick.model.history.FileStatus;
import dev.bailiwick.model.history.HistoryRow;
import dev.bailiwick.model.report.DomainStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Says where each domain stands: its files with their states, the totals, and the command to type next. */
public final class StatusText {
    private static final List<Table.Column> COLUMNS = List.of(
            new Table.Column("  state", false, 9),
            new Table.Column("file", false, 9),
            new Table.Column("batch", true, 3),
            new Table.Column("applied at", false, 4),
            new Table.Column("by", false, 1),
            new Table.Column("time", true, 2));

    /** How many ways out stand under a domain, one for each file. */
    private static final int MOST_WAYS = 5;

    /** How many lines of an error stand under its file; the rest is in the history and in JSON. */
    private static final int MOST_ERROR_LINES = 3;

    /** What ends in {@code file:line:column}. */
    private static final Pattern PLACE = Pattern.compile(".*\\S:\\d+:\\d+");

    private final TextStyle style;
    private final int width;

    private StatusText(TextStyle style, int width) {
        this.style = style;
        this.width = width <= 0 ? Integer.MAX_VALUE : width;
    }

    /**
     * A table for each domain with the likeliest way out of what is wrong in it, then the totals where there are several,
     * then what to do next where there is something to do.
     *
     * @param width of the terminal in cells; 0 where the reader is none, and every column is to be shown
     */
    public static String of(List<DomainStatus> domains, TextStyle style, int width) {
        StatusText status = new StatusText(style, width);
        StringBuilder text = new StringBuilder();
        for (DomainStatus domain : domains) {
            text.append(status.total(domain)).append("\n");
            if (!domain.files().isEmpty()) {
                text.append(status.table(domain));
            }
            status.lines(text, waysOut(domain));
            text.append(domains.size() == 1 ? "" : "\n");
        }
        if (domains.size() != 1) {
            text.append(quiet(domains, style));
        }
        status.lines(text, next(domains));
        return text.toString();
    }

    private void lines(StringBuilder text, List<String> next) {
        for (int i = 0; i < next.size(); i++) {
            text.append(i == 0 ? style.dim("next:") + " " : "      ")
                    .append(next.get(i))
                    .append("\n");
        }
    }

    /** Only the totals, a line for each domain. */
    public static String quiet(List<DomainStatus> domains, TextStyle style) {
        if (domains.isEmpty()) {
            return "no domains\n";
        }
        StatusText status = new StatusText(style, 0);
        return domains.stream().map(domain -> status.total(domain) + "\n").collect(Collectors.joining());
    }

    private String total(DomainStatus status) {
        Domain domain = status.domain();
        String counts = status.files().isEmpty()
                ? "no migrations in " + Terminal.line(domain.folder())
                : CountText.states(status::count, style);
        String history = status.kept() ? "" : " (no history in this database yet)";
        return Terminal.line(domain.name()) + ": " + counts + history;
    }

    private String table(DomainStatus status) {
        Table table = new Table(COLUMNS);
        String lastApplied = "";
        for (FileStatus file : status.files()) {
            if (file.row() != null && file.row().success()) {
                lastApplied = file.filename();
            }
        }
        for (FileStatus file : status.files()) {
            table.add(
                    cells(file),
                    cell -> style.painted(file.state(), cell),
                    below(status, file, Terminal.line(lastApplied)));
        }
        return table.text(style, width);
    }

    private List<String> cells(FileStatus file) {
        String state = style.mark(file.state()) + " " + file.state().word();
        String name = Terminal.line(file.filename());
        HistoryRow row = file.row();
        if (row == null) {
            return List.of(state, name, "", "", "", "");
        }
        boolean timed = row.executionTimeMs() > 0 || (row.success() && !row.manual());
        return List.of(
                state,
                name,
                row.batch() > 0 ? Integer.toString(row.batch()) : "",
                UtcTime.text(row.appliedAt()),
                Terminal.line(row.appliedBy()),
                timed ? Durations.text(row.executionTimeMs()) : "");
    }

    private List<String> below(DomainStatus status, FileStatus file, String lastApplied) {
        HistoryRow row = file.row();
        return switch (file.state()) {
            case PENDING, APPLIED, MARKED -> List.of();
            case FAILED -> error(row, "rolled back; runs again with the next migrate");
            case PARTIAL ->
                status.running() == null
                        ? error(row, stands(status, file))
                        : List.of("running: " + Terminal.line(status.running()));
            case EDITED -> edited(status.changes().getOrDefault(file.filename(), List.of()));
            case MISSING ->
                List.of("in the history, and not in "
                        + Terminal.line(status.domain().folder()));
            case NEWER -> List.of("of a newer release: behind all files here, which are all applied");
            case OUT_OF_ORDER -> error(row, "sorts before " + lastApplied + ", which is applied");
        };
    }

    private static String stands(DomainStatus status, FileStatus file) {
        HistoryRow row = file.row();
        Failure stuck = status.stuck().get(file.filename());
        Integer done = row == null ? null : row.statementsDone();
        int count = done == null ? 0 : done;
        return "ran outside a transaction; " + CountText.of(count, "statement")
                + (row != null && row.rollingBack() ? " of its down section stand" : " of it stand")
                + (count == 1 ? "s" : "")
                + (stuck != null
                        ? "; " + Terminal.line(stuck.what())
                        : file.resumable()
                                ? ", and migrate goes on with the next"
                                : row != null && row.rollingBack()
                                        ? ", and rollback goes on with the next"
                                        : ", the next may stand in part");
    }

    private static List<String> error(@Nullable HistoryRow row, String state) {
        List<String> lines = new ArrayList<>();
        String message = row == null || row.errorMessage() == null ? "" : row.errorMessage();
        // What the next run has to know of a statement's surroundings is no error.
        List<String> all = Terminal.safe(message)
                .strip()
                .lines()
                .filter(line -> !line.startsWith("; "))
                .toList();
        all.stream().limit(MOST_ERROR_LINES).filter(line -> !line.isBlank()).forEach(lines::add);
        all.stream()
                .skip(MOST_ERROR_LINES)
                .filter(line -> PLACE.matcher(line).matches())
                .reduce((first, second) -> second)
                .ifPresent(lines::add);
        lines.add(state);
        return lines;
    }

    private List<String> edited(List<String> changes) {
        return changes.isEmpty()
                ? List.of("changed since it was applied; what was applied is not known line by line")
                : changes.stream().map(line -> Diff.line(line, style)).toList();
    }

    /** The likeliest way out for each file, and where all of them are listed. */
    private static List<String> waysOut(DomainStatus status) {
        List<String> likeliest = new ArrayList<>();
        boolean refused = false;
        for (FileStatus file : status.files()) {
            List<String> ways = status.waysOut().getOrDefault(file.filename(), List.of());
            boolean failed = file.state() == FileState.FAILED;
            refused |= !failed && ways.size() > 1;
            // Of a failure migrate --dry-run does not speak: it would run the file again.
            ways.stream().limit(failed ? ways.size() : 1).map(Terminal::line).forEach(likeliest::add);
        }
        List<String> next = likeliest.stream().distinct().limit(MOST_WAYS).collect(Collectors.toList());
        long more = likeliest.stream().distinct().count() - next.size();
        if (refused || more > 0) {
            String all = refused
                    ? "all ways out of it: " + migrate(status.domain().name(), "--dry-run")
                    : ShellCommand.of("bailiwick", "status", status.domain().name(), "--json");
            next.add((more > 0 ? "and " + more + " more; " : "") + all);
        }
        return next;
    }

    private static List<String> next(List<DomainStatus> domains) {
        List<String> ready = domains.stream()
                .filter(status -> status.toApply() > 0 && status.waysOut().isEmpty())
                .map(status -> status.domain().name())
                .toList();
        boolean allWell = domains.stream().allMatch(status -> status.waysOut().isEmpty());
        return ready.size() > 1 && allWell
                ? List.of("bailiwick migrate")
                : ready.stream().map(StatusText::migrate).toList();
    }

    private static String migrate(String... words) {
        List<String> command = new ArrayList<>(List.of("bailiwick", "migrate"));
        command.addAll(List.of(words));
        return Terminal.line(ShellCommand.of(command.toArray(String[]::new)));
    }
}
