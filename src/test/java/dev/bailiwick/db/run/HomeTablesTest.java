package dev.bailiwick.db.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HomeTablesTest {
    private static boolean only(String home, String section) {
        List<String> statements = Stream.of(section.split(";"))
                .map(StatementText::withoutComments)
                .filter(statement -> !statement.isEmpty())
                .toList();
        return HomeTables.only(statements, home);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE TABLE x (id int)",
                "CREATE TABLE shop.x (id int); CREATE UNIQUE INDEX ON shop.x (id DESC)",
                "CREATE TABLE x (id int); CREATE INDEX i ON shop.x (id); COMMENT ON TABLE x IS 'a.b'",
                "create table SHOP . x (id int, n numeric(10,2)); comment on column x.id is 'it''s'",
                "CREATE TABLE \"shop\".\"x\" (id int GENERATED ALWAYS AS IDENTITY); COMMENT ON COLUMN shop.x.id IS ''",
                "CREATE TABLE x (id int) -- other.y\n; ALTER TABLE x ADD CONSTRAINT k PRIMARY KEY (id)"
            })
    void whatIsAtHome(String section) {
        assertThat(only("shop", section)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE TABLE other.x (id int)",
                "CREATE TABLE other -- a comment\n.x (id int)",
                "CREATE TABLE \"other\".x (id int)",
                "CREATE TABLE \"SHOP\".x (id int)",
                "CREATE TABLE x (id other.t)",
                "CREATE TABLE x (id int DEFAULT nextval('other.ids'))",
                "CREATE TABLE x (id int CHECK (other.f(id)))",
                "CREATE TABLE x (id int CHECK (id OPERATOR(other.=) 1))",
                "CREATE TABLE x (id text COLLATE othershop.c)",
                "CREATE TABLE x (id text COLLATE other_shop.c)",
                "CREATE TABLE x (id text COLLATE \"a\"\"shop\".c)",
                "CREATE TABLE x (id text COLLATE \u00fcshop.c)",
                "CREATE TABLE x (id text COLLATE shop$shop.c)",
                "CREATE TABLE x (id int GENERATED ALWAYS AS IDENTITY (SEQUENCE NAME other.s))",
                "CREATE TABLE x (id int REFERENCES y)",
                "CREATE TABLE x (id int, FOREIGN KEY (id) REFERENCES y (id))",
                "CREATE INDEX i ON y (id)",
                "CREATE TABLE x (id int); CREATE INDEX i ON y (id)",
                "CREATE TABLE x (id int); CREATE INDEX i ON public.x (id)",
                "CREATE TABLE x (id int); COMMENT ON TABLE y IS 'a'",
                "CREATE TABLE x (id int); COMMENT ON TABLE public.x IS 'a'",
                "CREATE TABLE x (id int); COMMENT ON COLUMN y.x IS 'a'",
                "CREATE TABLE x (id int); COMMENT ON SCHEMA x IS 'a'",
                "CREATE TABLE x (id int); COMMENT ON INDEX x IS 'a'",
                "CREATE TABLE x (id int); ALTER TABLE y ADD CONSTRAINT k UNIQUE (id)",
                "CREATE TABLE x (id int); GRANT SELECT ON x TO PUBLIC",
                "CREATE VIEW x AS SELECT 1 AS one",
                "CREATE TABLE \"X\" (id int); CREATE INDEX i ON x (id)"
            })
    void whatMayNotBe(String section) {
        assertThat(only("shop", section)).isFalse();
    }

    /** A schema whose name has to be quoted is meant only where it is. */
    @ParameterizedTest
    @ValueSource(strings = {"CREATE TABLE Shop.x (id int)", "CREATE TABLE \"shop\".x (id int)"})
    void aQuotedHome(String section) {
        assertThat(only("Shop", section)).isFalse();
        assertThat(only("Shop", "CREATE TABLE \"Shop\".x (id int)")).isTrue();
    }
}
