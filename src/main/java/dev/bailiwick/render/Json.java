package dev.bailiwick.render;

import dev.bailiwick.model.domain.Domain;
import dev.bailiwick.model.failure.ExitCode;
import dev.bailiwick.model.failure.Failure;
import dev.bailiwick.model.failure.ServerMessage;
import dev.bailiwick.model.history.FileState;
import dev.bailiwick.model.history.FileStatus;
import dev.bailiwick.model.history.HistoryRow;
import dev.bailiwick.model.report.DomainStatus;
import dev.bailiwick.model.report.RunReport;
import dev.bailiwick.model.report.Step;
import dev.bailiwick.model.script.MigrationFile;
import dev.bailiwick.model.script.Place;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Says what a command did, found or refused as one JSON document, of one shape for every command.
 *
 * <pre>{@code
 * {
 *   "bailiwick": "0.1.0",            version of the tool
 *   "command": "migrate",
 *   "ok": true,                      whether exit_code is 0
 *   "exit_code": 0,
 *   "database": {"name", "host", "port", "system_identifier", "source"},
 *                                    only of commands that change something in one, or say what they would change
 *   "takes_back": {"domains", "files", "batches", "whole_domain",
 *                  "losses": [{"kind", "name", "count", "exact", "unread"}]},
 *                                    only where somebody had to be asked before rows or values go
 *   "dry_run": false,                only where the history is written: migrate, rollback, redo, seed, mark, …
 *   "file_count": 51,                only validate: how many files were read
 *   "result": {…},                   only commands that neither run files nor look at their states: what they found,
 * also before a failure
 *   "notes": ["…"],
 *   "domains": [{"domain": "inventory", …}],
 *   "steps": [{"domain", "file", "path", "direction": "up" | "down" | "seed", "batch", "statements",
 *              "transaction", "execution_time_ms", "rows_copied"}],
 *   "failures": [{
 *     "what": "…",
 *     "where": null | {"file", "line", "column", "line_text"},
 *     "postgresql": null | {"severity", "sqlstate", "message", "detail", "hint", "context"},
 *     "state": "…",                  what stands now; may be empty
 *     "details": ["…"],
 *     "next": ["…"]
 *   }]
 * }
 * }</pre>
 *
 * <p>The four lists are always there, and empty where there is nothing to say. A domain of a run is its name alone; of
 * validate it has {@code schema}, {@code table} and {@code requires} too; of status {@code schema}, {@code table},
 * {@code has_history}, {@code counts} (all states, such as {@code out_of_order}) and {@code files}:
 *
 * <pre>{@code
 * {"file", "path", "state", "batch", "checksum", "applied_checksum", "applied_at", "applied_by", "execution_time_ms",
 *  "error", "statements_done", "changes": ["-old", "+new"], "next": ["what mends it"]}
 * }</pre>
 *
 * <p>{@code state} is a word for people, with blanks: {@code out of order}. {@code path} and {@code checksum} (of the file
 * as it is now) are null where the file is missing; {@code batch} and what follows from the history is null where the
 * history does not know the file. {@code applied_at} is ISO 8601 in UTC, or {@code infinity}. {@code command} is
 * {@code db start} for a command of two words, {@code bailiwick} where none was understood. Standard output holds this
 * one document and nothing else, whatever becomes of the command. Fields may be added; none is renamed or removed.
 *
 * <p>What stands in each command's {@code result} is written down in {@code src/docs/json.md}.
 */
public final class Json {
    private final JsonOut out;

    private Json(JsonOut out) {
        this.out = out;
    }

    /** What a run did, also when it then failed. */
    public static String run(String version, ExitCode exit, RunReport report, List<Failure> failures) {
        return run(version, exit, Map.of(), report, failures);
    }

    /**
     * The same.
     *
     * @param more facts beside, by name, in order
     */
    public static String run(
            String version, ExitCode exit, Map<String, ?> more, RunReport report, List<Failure> failures) {
        return document(version, report.command(), exit, json -> {
            more.forEach(json.out::value);
            json.out.field("dry_run", report.dryRun());
            json.out.strings("notes", report.notes());
            json.out.objects("domains", report.domains(), name -> json.out.field("domain", name));
            json.out.objects("steps", report.steps(), json::step);
            json.failures(failures);
        });
    }

    /** Where the domains stand. */
    public static String status(String version, ExitCode exit, List<DomainStatus> domains, List<Failure> failures) {
        return document(version, "status", exit, json -> {
            json.out.strings("notes", List.of());
            json.out.objects("domains", domains, json::status);
            json.out.strings("steps", List.of());
            json.failures(failures);
        });
    }

    /** What was read, and what is wrong with it. */
    public static String validate(
            String version,
            ExitCode exit,
            List<Domain> domains,
            int fileCount,
            List<String> notes,
            List<Failure> failures) {
        return document(version, "validate", exit, json -> {
            json.out.field("file_count", fileCount);
            json.out.strings("notes", notes);
            json.out.objects("domains", domains, domain -> {
                json.domain(domain);
                json.out.strings("requires", domain.requires());
            });
            json.out.strings("steps", List.of());
            json.failures(failures);
        });
    }

    /** What a command found or made that runs no files, without facts beside. */
    public static String result(
            String version,
            String command,
            ExitCode exit,
            Map<String, ?> result,
            List<String> notes,
            List<Failure> failures) {
        return result(version, command, exit, Map.of(), result, notes, failures);
    }

    /**
     * What a command found or made that runs no files, such as connection and new.
     *
     * @param more facts beside, by name, in order
     * @param result its facts by name, in order: strings, integers, booleans, null, lists and maps of these; left out
     *     where it came to nothing before there was any
     */
    public static String result(
            String version,
            String command,
            ExitCode exit,
            Map<String, ?> more,
            Map<String, ?> result,
            List<String> notes,
            List<Failure> failures) {
        return document(version, command, exit, json -> {
            more.forEach(json.out::value);
            if (!result.isEmpty()) {
                json.out.value("result", result);
            }
            json.out.strings("notes", notes);
            json.out.strings("domains", List.of());
            json.out.strings("steps", List.of());
            json.failures(failures);
        });
    }

    private static String document(String version, String command, ExitCode exit, Consumer<Json> rest) {
        return JsonOut.document(out -> {
            out.field("bailiwick", version);
            out.field("command", command);
            out.field("ok", exit == ExitCode.DONE);
            out.field("exit_code", exit.number());
            rest.accept(new Json(out));
        });
    }

    private void step(Step step) {
        out.field("domain", step.domain());
        out.field("file", step.filename());
        out.field("path", step.path());
        out.field("direction", step.direction().name().toLowerCase(Locale.ROOT));
        out.field("batch", step.batch());
        out.field("statements", step.statements());
        out.field("transaction", step.transaction());
        out.field("execution_time_ms", step.milliseconds());
        out.field("rows_copied", step.rowsCopied());
    }

    private void domain(Domain domain) {
        out.field("domain", domain.name());
        out.field("schema", domain.schema());
        out.field("table", domain.table());
    }

    private void status(DomainStatus status) {
        domain(status.domain());
        out.field("has_history", status.kept());
        out.object("counts", () -> {
            for (FileState state : FileState.values()) {
                out.field(state.name().toLowerCase(Locale.ROOT), status.count(state));
            }
        });
        out.objects("files", status.files(), file -> {
            file(file, status.changes().get(file.filename()));
            out.strings("next", status.waysOut().getOrDefault(file.filename(), List.of()));
        });
    }

    private void file(FileStatus status, @Nullable List<String> changes) {
        MigrationFile file = status.file();
        HistoryRow row = status.row();
        out.field("file", status.filename());
        out.field("path", file == null ? null : file.path());
        out.field("state", status.state().word());
        out.field("batch", row == null ? null : Integer.valueOf(row.batch()));
        out.field("checksum", file == null ? null : file.checksum());
        out.field("applied_checksum", row == null ? null : row.checksum());
        out.field("applied_at", row == null ? null : UtcTime.iso(row.appliedAt()));
        out.field("applied_by", row == null ? null : row.appliedBy());
        out.field("execution_time_ms", row == null ? null : Integer.valueOf(row.executionTimeMs()));
        out.field("error", row == null ? null : row.errorMessage());
        out.field("statements_done", row == null ? null : row.statementsDone());
        out.strings("changes", changes == null ? List.of() : changes);
    }

    private void failures(List<Failure> failures) {
        out.objects("failures", failures, failure -> {
            out.field("what", failure.what());
            where(failure.where());
            postgresql(failure.said());
            out.field("state", failure.state());
            out.strings("details", failure.details());
            out.strings("next", failure.next());
        });
    }

    private void where(@Nullable Place place) {
        if (place == null) {
            out.missing("where");
            return;
        }
        out.object("where", () -> {
            out.field("file", place.file());
            out.field("line", place.line());
            out.field("column", place.column());
            out.field("line_text", place.lineText());
        });
    }

    private void postgresql(@Nullable ServerMessage said) {
        if (said == null) {
            out.missing("postgresql");
            return;
        }
        out.object("postgresql", () -> {
            out.field("severity", said.severity());
            out.field("sqlstate", said.sqlState());
            out.field("message", said.message());
            out.field("detail", said.detail());
            out.field("hint", said.hint());
            out.field("context", said.context());
        });
    }
}
