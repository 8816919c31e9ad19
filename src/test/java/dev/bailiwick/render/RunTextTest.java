package dev.bailiwick.render;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bailiwick.model.failure.ServerMessage;
import dev.bailiwick.model.report.RunReport;
import dev.bailiwick.model.report.Step;
import dev.bailiwick.model.script.Direction;
import java.util.List;
import org.junit.jupiter.api.Test;

class RunTextTest {
    private static final Step ROLES = up("public", "20251201000001_create_roles.sql", 1, 12);
    private static final Step ENUMS = up("inventory", "20251205000001_create_enums.sql", 4, 1234);
    private static final Step BUDGET = up("inventory", "20251205000002_งบดำเนินการ.sql", 1, 184_000);

    private final RunText text = new RunText(TextStyle.PLAIN);

    @Test
    void aMigrateRunReadsFromTopToBottom() {
        RunReport report = report("migrate", false, ROLES, ENUMS, BUDGET);
        int width = RunText.nameWidth(List.of(ENUMS.filename(), BUDGET.filename()));
        String transcript = text.toApply("public", 1, 1)
                + text.step(ROLES, RunText.nameWidth(List.of(ROLES.filename())))
                + text.toApply("inventory", 2, 3)
                + text.step(ENUMS, width)
                + text.notice(new ServerMessage(
                        "NOTICE", "00000", "table \"x\" does not exist, skipping", null, null, "SQL function"))
                + text.notice(
                        new ServerMessage("WARNING", "01000", "two\nlines\u001b[2J", "some detail", "a hint", null))
                + text.step(BUDGET, width)
                + text.note("patient is behind, 3 files are pending there")
                + text.summary(report, 51);
        assertThat(transcript).isEqualTo("""
                public: 1 to apply, batch 1
                  ✓ 20251201000001_create_roles.sql    12 ms
                inventory: 2 to apply, batch 3
                  ✓ 20251205000001_create_enums.sql    1.2 s
                    NOTICE: table "x" does not exist, skipping
                    WARNING 01000: two
                      lines\\x1b[2J
                      DETAIL: some detail
                      HINT: a hint
                  ✓ 20251205000002_งบดำเนินการ.sql    3 min 4 s
                note: patient is behind, 3 files are pending there
                applied 3 migrations in public, inventory; 3 min 5 s at the server
                """);
    }

    @Test
    void aRedoGoesDownAndUp() {
        Step down = down("inventory", "20251205000001_create_enums.sql", 5);
        assertThat(text.toRedo("inventory", 1)
                        + text.step(down, 31)
                        + text.step(ENUMS, 31)
                        + text.summary(report("redo", false, down, ENUMS), 0))
                .isEqualTo("""
                inventory: 1 to redo
                  ↩ 20251205000001_create_enums.sql     5 ms
                  ✓ 20251205000001_create_enums.sql    1.2 s
                rolled back 1 migration, applied 1 migration in inventory; 1.2 s at the server
                """);
    }

    @Test
    void aDryRunListsWhatWouldBeDone() {
        RunReport report = report("migrate", true, ROLES, ENUMS, BUDGET);
        assertThat(text.dryRun(report) + text.summary(report, 0)).isEqualTo("""
                public:
                  1  20251201000001_create_roles.sql  apply, batch 2, 1 statement
                inventory:
                  2  20251205000001_create_enums.sql  apply, batch 2, 4 statements
                  3  20251205000002_งบดำเนินการ.sql    apply, batch 2, 1 statement
                would apply 3 migrations in public, inventory; nothing was run
                """);
        RunReport back = report("rollback", true, down("inventory", "20251205000001_create_enums.sql", 0));
        assertThat(text.dryRun(back) + text.summary(back, 0)).isEqualTo("""
                inventory:
                  1  20251205000001_create_enums.sql  roll back, 1 statement
                would roll back 1 migration in inventory; nothing was run
                """);
    }

    @Test
    void whereNothingIsToDoItSaysWhy() {
        RunReport none = new RunReport("migrate", false, List.of("public", "inventory"), List.of(), List.of());
        assertThat(text.summary(none, 51)).isEqualTo("nothing to do: 51 migrations are applied in public, inventory\n");
        RunReport many = new RunReport("migrate", false, List.of("a", "b", "c", "d", "e"), List.of(), List.of());
        assertThat(text.summary(many, 1)).isEqualTo("nothing to do: 1 migration is applied in 5 domains\n");
        RunReport back = new RunReport("rollback", false, List.of("inventory"), List.of(), List.of());
        assertThat(text.summary(back, 0)).isEqualTo("nothing to roll back in inventory\n");
    }

    @Test
    void markAndRepairRunNoSql() {
        assertThat(text.summary(report("mark", false, ROLES), 1))
                .isEqualTo("marked 1 migration as applied in public\n");
        assertThat(text.summary(report("mark", false, down("public", "1_x.sql", 0)), 1))
                .isEqualTo("marked 1 migration as pending in public\n");
        assertThat(text.summary(report("repair", true, ROLES, ENUMS), 1))
                .isEqualTo("would repair 2 migrations in public, inventory; nothing was changed\n");
    }

    @Test
    void withoutUnicodeAndWithColoursTheWordsStay() {
        RunText ascii = new RunText(new TextStyle(false, false));
        assertThat(ascii.step(ROLES, 31)).isEqualTo("  + 20251201000001_create_roles.sql    12 ms\n");
        assertThat(ascii.step(down("public", "1_x.sql", 3), 7)).isEqualTo("  - 1_x.sql     3 ms\n");
        RunText coloured = new RunText(new TextStyle(true, true));
        assertThat(coloured.step(ROLES, 31))
                .isEqualTo("  \u001b[32m✓\u001b[0m 20251201000001_create_roles.sql  \u001b[2m  12 ms\u001b[0m\n");
    }

    private static RunReport report(String command, boolean dryRun, Step... steps) {
        return new RunReport(command, dryRun, List.of("public", "inventory"), List.of(steps), List.of());
    }

    private static Step up(String domain, String name, int statements, int ms) {
        return new Step(domain, name, "sql/" + domain + "/" + name, Direction.UP, 2, statements, true, ms);
    }

    private static Step down(String domain, String name, int ms) {
        return new Step(domain, name, "sql/" + domain + "/" + name, Direction.DOWN, 2, 1, true, ms);
    }
}
