package dev.bailiwick.render;

import dev.bailiwick.model.domain.Domain;
import dev.bailiwick.model.failure.Failure;
import dev.bailiwick.model.failure.ServerMessage;
import dev.bailiwick.model.history.FileState;
import dev.bailiwick.model.history.FileStatus;
import dev.bailiwick.model.history.HistoryRow;
import dev.bailiwick.model.report.DomainStatus;
import dev.bailiwick.model.script.MigrationFile;
import dev.bailiwick.model.script.Place;
import dev.bailiwick.plan.Remedies;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Domains, files and failures to show. */
final class Given {
    static final String DRUGS = "sql/inventory/20251205000010_create_drugs.sql";

    static final ServerMessage NO_TYPE =
            new ServerMessage("ERROR", "42704", "type \"txet\" does not exist", null, null, null);

    static final Failure SQL_FAILED = new Failure(
            DRUGS + " failed",
            new Place(DRUGS, 12, 10, "    nmae txet NOT NULL,"),
            NO_TYPE,
            "rolled back, nothing of it stands; 9 files of inventory were applied before it",
            List.of("mend the file, then: bailiwick migrate inventory"));

    static final Failure EDITED = new Failure(
            "sql/inventory/20251205000002_create_units.sql was edited after it was applied",
            null,
            null,
            "applied on 2025-12-05 03:15:30+00:00 by owner in batch 1; nothing was run in inventory",
            List.of(
                    "@@ -3,3 +3,3 @@",
                    " CREATE TABLE inventory.units (",
                    "-\tname text",
                    "+\tname text NOT NULL",
                    " );"),
            List.of(
                    "take the edit back: git checkout -- sql/inventory/20251205000002_create_units.sql",
                    "or write a new migration that makes the change"));

    private final Domain domain;
    private final List<FileStatus> files = new ArrayList<>();
    private Map<String, List<String>> changes = Map.of();

    private Given(Domain domain) {
        this.domain = domain;
    }

    static Domain domain(String name, String... requires) {
        return Domain.of(name, "sql/" + name, List.of(requires), true);
    }

    static Given inDomain(String name) {
        return new Given(domain(name));
    }

    Given applied(String name, int batch, int ms) {
        return add(name, FileState.APPLIED, row(name, batch, ms, true, null, null));
    }

    Given pending(String name) {
        return add(name, FileState.PENDING, null);
    }

    Given failed(String name, String error) {
        return add(name, FileState.FAILED, row(name, 2, 0, false, error, null));
    }

    Given partial(String name, String error, int done) {
        return add(name, FileState.PARTIAL, row(name, 2, 0, false, error, done));
    }

    Given edited(String name, String... diff) {
        changes = Map.of(name, List.of(diff));
        return add(name, FileState.EDITED, row(name, 1, 3, true, null, null));
    }

    Given missing(String name) {
        files.add(new FileStatus(name, FileState.MISSING, null, row(name, 1, 184_000, true, null, null)));
        return this;
    }

    Given outOfOrder(String name) {
        return add(name, FileState.OUT_OF_ORDER, null);
    }

    Given marked(String name) {
        OffsetDateTime at = OffsetDateTime.parse("2025-12-06T23:59:59.9+07:00");
        return add(
                name, FileState.MARKED, new HistoryRow(9, name, 0, "MANUAL", at, "สมชาย", 0, true, null, null, false));
    }

    DomainStatus status() {
        return new DomainStatus(domain, true, files, changes, null, new Remedies(domain, files).all(), Map.of());
    }

    DomainStatus withoutHistory() {
        return new DomainStatus(domain, false, files, changes, null, Map.of(), Map.of());
    }

    /** A domain with a file in every state. */
    static DomainStatus everything() {
        return inDomain("inventory")
                .applied("20251205000001_create_enums.sql", 1, 12)
                .edited("20251205000002_create_units.sql", EDITED.details().toArray(String[]::new))
                .missing("20251205000003_create_stock.sql")
                .outOfOrder("20251205000004_late.sql")
                .marked("20251205000005_by_hand.sql")
                .applied("20251205000006_create_budget_งบดำเนินการ.sql", 1, 1234)
                .failed(
                        "20251205000010_create_drugs.sql",
                        "ERROR 42704: type \"txet\" does not exist\nDETAIL: one\nHINT: two\nCONTEXT: three\nat " + DRUGS
                                + ":12:10")
                .partial("20251205000011_index.sql", "ERROR 23505: could not create unique index \"drugs_code\"", 1)
                .pending("20251205000012_more.sql")
                .status();
    }

    private Given add(String name, FileState state, @Nullable HistoryRow row) {
        files.add(new FileStatus(
                name,
                state,
                new MigrationFile(name, domain.folder() + "/" + name, "", "d41d8cd98f00b204e9800998ecf8427e"),
                row));
        return this;
    }

    private static HistoryRow row(
            String name, int batch, int ms, boolean success, @Nullable String error, @Nullable Integer done) {
        OffsetDateTime at = OffsetDateTime.parse("2025-12-05T10:15:30.123456+07:00");
        return new HistoryRow(
                1, name, batch, "5eb63bbbe01eeed093cb22bb8f5acdc3", at, "owner", ms, success, error, done, true);
    }
}
