package dev.bailiwick.script.split;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.bailiwick.model.script.Migration;
import dev.bailiwick.model.script.Part;
import dev.bailiwick.model.script.Recovery;
import dev.bailiwick.model.script.Section;
import dev.bailiwick.model.script.Statement;
import dev.bailiwick.model.script.Text;
import dev.bailiwick.script.part.SectionParts;
import java.util.List;
import org.junit.jupiter.api.Test;

class MigrationParserTest {

    private static final String UP = "-- migrate:up\n";

    @Test
    void offsetsOfAnSqlPartMapOneToOneToTheFile() {
        String text = UP + "\\restrict key\r\nBEGIN /* 💊\n */;\nSELECT '💊';\nCOMMIT;\n\\unrestrict key\n";
        Migration migration = parse(text);
        Part.Sql sql = (Part.Sql) SectionParts.of(migration, migration.up()).get(0);
        assertThat(sql.start()).isEqualTo(UP.length());
        assertThat(sql.text()).hasSize(text.length() - UP.length()).doesNotContain("BEGIN", "COMMIT", "restrict");
        int offset = sql.text().indexOf("SELECT");
        assertThat(text.substring(sql.start() + offset)).startsWith("SELECT '💊';");
        assertThat(sql.text().chars().filter(c -> c == '\n').count()).isEqualTo(6);
    }

    @Test
    void theTextOfAMigrationHasNoByteOrderMark() {
        Migration migration = parse("\uFEFF" + UP + "SELECT 1;");
        assertThat(migration.text()).hasToString(UP + "SELECT 1;");
        assertThat(migration.up().start()).isEqualTo(UP.length());
    }

    @Test
    void commentsAloneAreNoPart() {
        Migration migration = parse(UP + "-- a\n/* b */ ; ;\nCOPY a FROM STDIN;\n1\n\\.\n-- c\n;\n");
        assertThat(SectionParts.of(migration, migration.up())).hasSize(1).first().isInstanceOf(Part.CopyIn.class);
    }

    @Test
    void aSeedIsOneSectionFromTheFirstToTheLastCharacter() {
        String text =
                "\\restrict a\nINSERT INTO a VALUES (1);\nCOPY a FROM STDIN;\n2\n\\.\nSELECT 3;\n\\unrestrict a\n";
        Section seed = MigrationParser.parseSeed("seeds/010_a.sql", Text.of(text));
        assertThat(seed.start()).isZero();
        assertThat(seed.end()).isEqualTo(text.length());
        assertThat(seed.transaction()).isTrue();
        assertThat(seed.statements())
                .extracting(Statement::kind)
                .containsExactly(Statement.Kind.SQL, Statement.Kind.COPY_IN, Statement.Kind.SQL);
        assertThat(SectionParts.of(Text.of(text), seed)).hasSize(3);
    }

    @Test
    void aSeedMayBeFramedAndMayBeEmpty() {
        assertThat(MigrationParser.parseSeed("a.sql", Text.of("BEGIN; SELECT 1; COMMIT;"))
                        .sent())
                .hasSize(1);
        assertThat(MigrationParser.parseSeed("a.sql", Text.of("")).statements()).isEmpty();
    }

    @Test
    void aSeedWithAMarkerIsRefused() {
        assertThatThrownBy(
                        () -> MigrationParser.parseSeed("a.sql", Text.of("SELECT 1;\n-- migrate:down\nDROP TABLE a;")))
                .isInstanceOf(InvalidScriptException.class)
                .hasMessage("a.sql:2:1: a seed has no sections");
    }

    @Test
    void aSeedWithACommandOfPsqlIsRefused() {
        assertThatThrownBy(() -> MigrationParser.parseSeed("a.sql", Text.of("\\i other.sql")))
                .isInstanceOf(InvalidScriptException.class)
                .hasMessageContaining("\\i is a command of psql");
    }

    @Test
    void moreThanTwentyFindingsAreCounted() {
        InvalidScriptException refused =
                catchThrowableOfType(InvalidScriptException.class, () -> parse(UP + "\\q\n".repeat(1000)));
        assertThat(refused.findings()).hasSize(21);
        assertThat(refused.findings().get(20).what()).startsWith("and 980 more");
    }

    @Test
    void theFileOfAFindingIsThePathThatTheCallerGave() {
        assertThatThrownBy(() -> MigrationParser.parse("sql/inventory/1_x.sql", "1_x.sql", ""))
                .hasMessage("sql/inventory/1_x.sql:1:1: the file is empty");
    }

    @Test
    void statementsThatAreSentLeaveTheFrameOut() {
        Section up = parse(UP + "BEGIN; SELECT 1; SELECT 2; COMMIT;").up();
        assertThat(up.statements()).hasSize(4);
        assertThat(up.sent()).hasSize(2);
    }

    @Test
    void aSectionWithoutATransactionIsSentStatementByStatement() {
        Migration migration = parse("-- migrate:up transaction:false\n; VACUUM a ; -- b\nVACUUM c");
        assertThat(SectionParts.of(migration, migration.up()))
                .isEqualTo(List.of(
                        new Part.Single(34, "VACUUM a ;", new Recovery.Repeatable(), ""),
                        new Part.Single(50, "VACUUM c", new Recovery.Repeatable(), "")));
    }

    private static Migration parse(String text) {
        return MigrationParser.parse("sql/a/1_a.sql", "1_a.sql", text);
    }
}
