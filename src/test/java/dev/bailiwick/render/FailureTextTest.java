package dev.bailiwick.render;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bailiwick.model.failure.Failure;
import dev.bailiwick.model.failure.ServerMessage;
import dev.bailiwick.model.script.Place;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FailureTextTest {

    @Test
    void oneFailureSaysTheFiveThings() {
        assertThat(FailureText.of(List.of(Given.SQL_FAILED), TextStyle.PLAIN, 80)).isEqualTo("""
                error: sql/inventory/20251205000010_create_drugs.sql failed
                  at sql/inventory/20251205000010_create_drugs.sql:12:10
                  12 |     nmae txet NOT NULL,
                     |          ^
                  PostgreSQL says ERROR 42704: type "txet" does not exist
                  now:  rolled back, nothing of it stands; 9 files of inventory were applied
                        before it
                  next: mend the file, then: bailiwick migrate inventory
                """);
    }

    @Test
    void severalFailuresAreBlocksAndACount() {
        Failure login = new Failure(
                "the server refuses the login",
                null,
                new ServerMessage(
                        "FATAL", "28P01", "password authentication failed for user \"owner\"", null, null, null),
                "nothing was run; tried postgresql://owner:****@db:5432/hospital",
                List.of("bailiwick connection"));
        assertThat(FailureText.of(List.of(Given.EDITED, login), TextStyle.PLAIN, 0)).isEqualTo("""
                error: sql/inventory/20251205000002_create_units.sql was edited after it was applied
                    @@ -3,3 +3,3 @@
                     CREATE TABLE inventory.units (
                    -    name text
                    +    name text NOT NULL
                     );
                  now:  applied on 2025-12-05 03:15:30+00:00 by owner in batch 1; nothing was run in inventory
                  next: take the edit back: git checkout -- sql/inventory/20251205000002_create_units.sql
                        or write a new migration that makes the change

                error: the server refuses the login
                  PostgreSQL says FATAL 28P01: password authentication failed for user "owner"
                  now:  nothing was run; tried postgresql://owner:****@db:5432/hospital
                  next: bailiwick connection

                2 errors
                """);
    }

    @Test
    void whatPostgresqlSaysKeepsItsLinesAndItsWords() {
        Failure failure = new Failure(
                "sql/public/3_seed.sql failed",
                null,
                new ServerMessage(
                        "ERROR",
                        "P0001",
                        "the ledger does not balance:\n  debit 10.00\n  credit 9.00",
                        "Journal 42 of a fiscal year that was closed, and whose closing entry was posted on the last day.",
                        "Post the difference first.",
                        "PL/pgSQL function ledger.check() line 3 at RAISE\nSQL statement \"CALL\nclose()\""),
                "rolled back",
                List.of());
        assertThat(FailureText.of(List.of(failure), TextStyle.PLAIN, 60)).isEqualTo("""
                error: sql/public/3_seed.sql failed
                  PostgreSQL says ERROR P0001: the ledger does not balance:
                      debit 10.00
                      credit 9.00
                    DETAIL: Journal 42 of a fiscal year that was closed, and whose closing entry was posted on the last day.
                    HINT: Post the difference first.
                    CONTEXT: PL/pgSQL function ledger.check() line 3 at RAISE
                      SQL statement "CALL
                      close()"
                  now:  rolled back
                """);
    }

    @Test
    void aRecursionDoesNotFloodTheTerminal() {
        String context = IntStream.rangeClosed(1, 500)
                .mapToObj(i -> "PL/pgSQL function f() line " + i)
                .collect(Collectors.joining("\n"));
        ServerMessage said = new ServerMessage("ERROR", "54001", "stack depth limit exceeded", null, null, context);
        String text = FailureText.of(List.of(new Failure("x failed", null, said, "", List.of())), TextStyle.PLAIN, 80);
        assertThat(text.lines()).hasSize(23);
        assertThat(text).endsWith("      PL/pgSQL function f() line 20\n      … 480 more lines\n");
    }

    @Test
    void coloursAddNothingButColour() {
        List<Failure> failures = List.of(Given.SQL_FAILED, Given.EDITED);
        String coloured = FailureText.of(failures, new TextStyle(true, true), 80);
        assertThat(coloured)
                .contains("\u001b[31merror:\u001b[0m sql/inventory")
                .contains("    \u001b[31m-    name text\u001b[0m\n")
                .contains("    \u001b[32m+    name text NOT NULL\u001b[0m\n")
                .contains("\u001b[31m^\u001b[0m\n");
        assertThat(coloured.replaceAll("\u001b\\[\\d+m", "")).isEqualTo(FailureText.of(failures, TextStyle.PLAIN, 80));
    }

    @Test
    void nothingThatAFileOrTheServerSaysSteersTheTerminal() {
        String evil = "\u001b[2J\u009b1A\u0007\u202e\r\n\u001b]0;x";
        Failure failure = new Failure(
                "a" + evil,
                new Place("f" + evil, 1, 3, "l" + evil),
                new ServerMessage("E" + evil, "42" + evil, "m" + evil, "d" + evil, "h" + evil, "c" + evil),
                "s" + evil,
                List.of("+" + evil),
                List.of("n" + evil));
        String text = FailureText.of(List.of(failure), TextStyle.PLAIN, 80);
        assertThat(text.codePoints().filter(c -> c != '\n' && Character.isISOControl(c)))
                .isEmpty();
        assertThat(text)
                .doesNotContain("\u202e")
                .contains("  at f\\x1b[2J\\x9b1A\\x07\\u202e\\x0d\\x0a\\x1b]0;x:1:3\n");
    }

    @Test
    void noFailuresAreNoText() {
        assertThat(FailureText.of(List.of(), TextStyle.PLAIN, 80)).isEmpty();
    }
}
