package dev.bailiwick.plan;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.bailiwick.model.domain.Domain;
import dev.bailiwick.model.domain.NewerHistory;
import dev.bailiwick.model.history.FileStatus;
import dev.bailiwick.model.history.History;
import dev.bailiwick.model.history.HistoryRow;
import dev.bailiwick.model.script.MigrationFile;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Files and histories to plan with. Rows are applied in the order in which they are named. */
final class Given {
    static final Domain INVENTORY = domain("inventory", "public");

    private static final OffsetDateTime WHEN = OffsetDateTime.parse("2025-12-05T10:15:30+07:00");

    private final List<MigrationFile> files = new ArrayList<>();
    private final List<HistoryRow> rows = new ArrayList<>();

    static Domain domain(String name, String... requires) {
        return Domain.of(name, "sql/" + name, List.of(requires), true);
    }

    static MigrationFile file(String name, String text) {
        String sum = UUID.nameUUIDFromBytes(text.getBytes(UTF_8)).toString().replace("-", "");
        return new MigrationFile(name, "sql/inventory/" + name, text, sum);
    }

    static Given files(String... names) {
        Given given = new Given();
        Stream.of(names).forEach(name -> given.files.add(file(name, name)));
        return given;
    }

    /** Applied, unchanged; the checksum in upper case, as a person may have typed it. */
    Given applied(int batch, String... names) {
        Stream.of(names)
                .forEach(name -> row(name, batch, file(name, name).checksum().toUpperCase(Locale.ROOT), true, null));
        return this;
    }

    Given edited(int batch, String name) {
        return row(name, batch, file(name, "as it was").checksum(), true, null);
    }

    Given manual(String... names) {
        Stream.of(names).forEach(name -> row(name, 0, "manual", true, null));
        return this;
    }

    Given failed(int batch, String name) {
        return row(name, batch, file(name, name).checksum(), false, null);
    }

    Given partial(int batch, String name, int done) {
        return row(name, batch, file(name, name).checksum(), false, done);
    }

    Given row(String name, int batch, String checksum, boolean success, @Nullable Integer done) {
        String error = success ? null : "ERROR 42601: syntax error\nat line 3";
        rows.add(new HistoryRow(
                rows.size() + 1L, name, batch, checksum, WHEN, "app_owner", 12, success, error, done, batch > 0));
        return this;
    }

    List<MigrationFile> present() {
        return files;
    }

    History history() {
        return new History(true, rows, new History.Version(rows.size(), rows.size()));
    }

    List<FileStatus> statuses() {
        return HistoryComparison.of(files, history());
    }

    UpPlan up(UpRequest request) {
        return UpPlan.of(INVENTORY, statuses(), request);
    }

    /** In a domain that doesn't accept a newer history. */
    UpPlan upRefusingNewer() {
        return UpPlan.of(INVENTORY.whereNewer(NewerHistory.REFUSE), statuses(), UpRequest.ALL);
    }

    DownPlan down(DownRequest request) {
        return DownPlan.of(INVENTORY, statuses(), history(), request);
    }
}
