package dev.bailiwick.render;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bailiwick.model.report.DomainStatus;
import java.util.List;
import org.junit.jupiter.api.Test;

class StatusTextTest {
    private static final DomainStatus PUBLIC = Given.inDomain("public")
            .applied("20251201000001_create_roles.sql", 1, 99)
            .status();

    @Test
    void everyStateIsVisible() {
        assertThat(StatusText.of(List.of(PUBLIC, Given.everything()), TextStyle.PLAIN, 0))
                .isEqualTo("""
                public: 1 applied
                    state    file                             batch  applied at            by      time
                  ✓ applied  20251201000001_create_roles.sql      1  2025-12-05 03:15:30Z  owner  99 ms

                inventory: 2 applied, 1 marked, 1 pending, 1 failed, 1 partial, 1 edited, 1 missing, 1 out of order
                    state         file                                         batch  applied at            by          time
                  ✓ applied       20251205000001_create_enums.sql                  1  2025-12-05 03:15:30Z  owner      12 ms
                  ≠ edited        20251205000002_create_units.sql                  1  2025-12-05 03:15:30Z  owner       3 ms
                      @@ -3,3 +3,3 @@
                       CREATE TABLE inventory.units (
                      -    name text
                      +    name text NOT NULL
                       );
                  ? missing       20251205000003_create_stock.sql                  1  2025-12-05 03:15:30Z  owner  3 min 4 s
                      in the history, and not in sql/inventory
                  < out of order  20251205000004_late.sql
                      sorts before 20251205000006_create_budget_งบดำเนินการ.sql, which is applied
                  = marked        20251205000005_by_hand.sql                          2025-12-06 16:59:59Z  สมชาย
                  ✓ applied       20251205000006_create_budget_งบดำเนินการ.sql      1  2025-12-05 03:15:30Z  owner      1.2 s
                  ✗ failed        20251205000010_create_drugs.sql                  2  2025-12-05 03:15:30Z  owner
                      ERROR 42704: type "txet" does not exist
                      DETAIL: one
                      HINT: two
                      at sql/inventory/20251205000010_create_drugs.sql:12:10
                      rolled back; runs again with the next migrate
                  ! partial       20251205000011_index.sql                         2  2025-12-05 03:15:30Z  owner
                      ERROR 23505: could not create unique index "drugs_code"
                      ran outside a transaction; 1 statement of it stands, and migrate goes on with the next
                  ∙ pending       20251205000012_more.sql
                next: take the edit back: git checkout -- sql/inventory/20251205000002_create_units.sql
                      bring the file back: git checkout -- sql/inventory/20251205000003_create_stock.sql
                      rename sql/inventory/20251205000004_late.sql so that it sorts last
                      bailiwick migrate inventory
                      all ways out of it: bailiwick migrate inventory --dry-run

                public: 1 applied
                inventory: 2 applied, 1 marked, 1 pending, 1 failed, 1 partial, 1 edited, 1 missing, 1 out of order
                """);
    }

    @Test
    void aNarrowTerminalLosesColumnsAndNoFileName() {
        DomainStatus inventory = Given.inDomain("inventory")
                .applied("20251205000006_create_budget_งบดำเนินการ.sql", 1, 1234)
                .pending("20251205000012_more.sql")
                .status();
        assertThat(StatusText.of(List.of(inventory), TextStyle.PLAIN, 92)).startsWith("""
                inventory: 1 applied, 1 pending
                    state    file                                         batch  applied at             time
                  ✓ applied  20251205000006_create_budget_งบดำเนินการ.sql      1  2025-12-05 03:15:30Z  1.2 s
                """);
        assertThat(StatusText.of(List.of(inventory), TextStyle.PLAIN, 75)).startsWith("""
                inventory: 1 applied, 1 pending
                    state    file                                         batch   time
                  ✓ applied  20251205000006_create_budget_งบดำเนินการ.sql      1  1.2 s
                """);
        assertThat(StatusText.of(List.of(inventory), TextStyle.PLAIN, 20)).isEqualTo("""
                inventory: 1 applied, 1 pending
                    state    file
                  ✓ applied  20251205000006_create_budget_งบดำเนินการ.sql
                  ∙ pending  20251205000012_more.sql
                next: bailiwick migrate inventory
                """);
    }

    @Test
    void aDomainWithoutHistoryOrWithoutFilesSaysSo() {
        DomainStatus fresh = Given.inDomain("new").pending("1_a.sql").withoutHistory();
        DomainStatus empty = Given.inDomain("empty").withoutHistory();
        assertThat(StatusText.of(List.of(fresh, empty), new TextStyle(false, false), 80))
                .isEqualTo("""
                new: 1 pending (no history in this database yet)
                    state    file
                  . pending  1_a.sql

                empty: no migrations in sql/empty (no history in this database yet)

                new: 1 pending (no history in this database yet)
                empty: no migrations in sql/empty (no history in this database yet)
                next: bailiwick migrate new
                """);
    }

    @Test
    void severalPendingDomainsAreOneCommand() {
        DomainStatus one = Given.inDomain("a").pending("1_a.sql").status();
        DomainStatus two = Given.inDomain("b c").pending("1_a.sql").status();
        assertThat(StatusText.of(List.of(one, two), TextStyle.PLAIN, 80)).endsWith("next: bailiwick migrate\n");
        assertThat(StatusText.of(List.of(PUBLIC, two), TextStyle.PLAIN, 80)).endsWith("next: bailiwick migrate 'b c'\n");
    }

    @Test
    void quietIsTheTotalsAlone() {
        assertThat(StatusText.quiet(List.of(PUBLIC, Given.everything()), TextStyle.PLAIN))
                .isEqualTo("""
                public: 1 applied
                inventory: 2 applied, 1 marked, 1 pending, 1 failed, 1 partial, 1 edited, 1 missing, 1 out of order
                """);
        assertThat(StatusText.quiet(List.of(), TextStyle.PLAIN)).isEqualTo("no domains\n");
    }

    @Test
    void coloursAddNothingButColour() {
        List<DomainStatus> domains = List.of(PUBLIC, Given.everything());
        String coloured = StatusText.of(domains, new TextStyle(true, true), 100);
        assertThat(coloured).contains("\u001b[33m1 pending\u001b[0m").contains("\u001b[31m✗ failed      \u001b[0m");
        assertThat(coloured.replaceAll("\u001b\\[\\d+m", "")).isEqualTo(StatusText.of(domains, TextStyle.PLAIN, 100));
    }

    @Test
    void nothingThatAFileOrTheHistorySaysSteersTheTerminal() {
        DomainStatus evil = Given.inDomain("a\u001b[2J")
                .applied("1_\n\u001b.sql", 1, 1)
                .failed("2_\u009b.sql", "E\u001b\r\nF\u0007")
                .edited("3_\u202e.sql", "+\u001b")
                .status();
        String text = StatusText.of(List.of(evil), TextStyle.PLAIN, 0);
        assertThat(text.codePoints().filter(c -> c != '\n' && Character.isISOControl(c)))
                .isEmpty();
        assertThat(text).contains("1_\\x0a\\x1b.sql", "      E\\x1b\n      F\\x07\n", "3_\\u202e.sql");
    }
}
