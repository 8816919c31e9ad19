package dev.bailiwick.reliability;

import java.util.List;
import java.util.Random;
import java.util.function.Supplier;

/** Throws PostgreSQL scripts together: most of them right, some of them wrong somewhere, all of them hard to cut. */
final class ScriptGenerator {
    private final Random random;
    private final boolean csv;
    private final List<Supplier<String>> statements = List.of(
            this::table,
            this::table,
            this::insert,
            this::insert,
            this::copy,
            this::function,
            this::sqlFunction,
            this::atomic,
            this::block,
            this::rule,
            this::view,
            this::comment,
            this::select,
            this::savepoint,
            this::update,
            this::index,
            this::wrong);
    private int made;

    /** @param csv whether COPY data may be CSV */
    ScriptGenerator(long seed, boolean csv) {
        this.random = new Random(seed);
        this.csv = csv;
    }

    /**
     * A script.
     *
     * @param ownTransaction whether it brings its BEGIN and COMMIT along
     */
    record Script(String text, boolean ownTransaction) {}

    Script next() {
        made = 0;
        boolean own = one(12);
        StringBuilder script = new StringBuilder();
        script.append(gap());
        if (own) {
            script.append(pick("BEGIN", "begin transaction", "START TRANSACTION", "BEGIN WORK"))
                    .append(";\n");
        }
        script.append(table()).append(";\n");
        int count = 1 + random.nextInt(7);
        for (int i = 0; i < count; i++) {
            String statement = statements.get(random.nextInt(statements.size())).get();
            boolean copy = statement.endsWith("\\.\n");
            script.append(statement).append(copy ? "" : one(15) ? ";;" : one(9) ? " /* ; */ ;" : ";");
            script.append(gap());
        }
        if (own) {
            script.append(pick("COMMIT", "commit work", "END")).append(";\n");
        }
        String text = script.toString();
        if (one(6) && text.stripTrailing().endsWith(";")) {
            text = text.stripTrailing();
            text = text.substring(0, text.length() - 1) + pick("", " ", "\n", " -- the end", "\n/* the end */");
        }
        if (one(10)) {
            text = text.replace("\n", "\r\n");
        }
        return new Script(text, own);
    }

    private boolean one(int of) {
        return random.nextInt(of) == 0;
    }

    private String pick(String... choices) {
        return choices[random.nextInt(choices.length)];
    }

    /** What may stand between two statements, or between two words. */
    private String gap() {
        return pick(
                "\n",
                " ",
                "\n\n",
                "\t",
                "\n-- it's a comment; isn't it?\n",
                "\n/* a; 'b' $$ \" */\n",
                "/* one /* in ; the */ other */",
                "\n--\n",
                "\n-- $body$ \\\n",
                " -- 💊 é\n");
    }

    private String known() {
        return "t" + (made == 0 ? 0 : random.nextInt(made));
    }

    private String table() {
        String name = "t" + made++;
        return "CREATE" + gap() + "TABLE " + pick(name, "\"" + name + "\"", name.toUpperCase(java.util.Locale.ROOT))
                + " (id int"
                + pick("", " DEFAULT 1", " CHECK (id <> 13)", " DEFAULT nullif('; ' || E'\\'', '')::int") + ", txt text"
                + pick("", " DEFAULT ';'", " DEFAULT $$a;b$$", " DEFAULT E'it\\'s; \\\\'", " DEFAULT 'it''s'") + ")";
    }

    private String value() {
        return pick(
                "'plain'",
                "'a;b'",
                "'it''s; fine'",
                "E'it\\'s; \\\\'",
                "e'\\n;\\''",
                "'back\\slash'",
                "$$dollar;quoted$$",
                "$a$one $$ two; $b$ $a$",
                "$ü$ umlaut; $ü$",
                "U&'d\\0061t\\+000061;'",
                "U&'d!0061t' UESCAPE '!'",
                "'two' \n ' parts;'",
                "'comment -- ; /* '",
                "'💊 €; \u00a0'",
                "B'1010'::text",
                "X'1F'::text",
                "N'national;'",
                "('{\"a\": [1, \";\"]}'::jsonb ->> 'a')",
                "('{\"a\": 1}'::jsonb ? 'a')::text",
                "('{1,2,3}'::int[])[1:2]::text",
                "(ARRAY['a;', 'b'])[1]",
                "(SELECT max(';'))",
                "'crlf \r\n;'",
                "NULL");
    }

    private String insert() {
        return "INSERT INTO " + known() + gap() + "VALUES (" + random.nextInt(20) + ", " + value() + ")"
                + (one(3) ? ", (" + random.nextInt(20) + "," + gap() + value() + ")" : "");
    }

    private String copy() {
        String table = known();
        boolean csv = one(2) && this.csv;
        return "COPY " + table + " FROM" + gap().replace("\t", " ") + "STDIN" + (csv ? " WITH (FORMAT csv)" : "")
                + ";\n"
                + (csv
                        ? "1,plain\n2,\"a;b, \"\"c\"\" 'd'\"\n3,$$ -- /*\n"
                        : "1\tplain\n2\ta;b 'c' $$\n3\t-- /* \\\\ \\N\n" + (one(4) ? "x\twrong\n" : "4\t\\N\n"))
                + "\\.\n";
    }

    private String function() {
        String tag = pick("$$", "$body$", "$_$", "$BODY$");
        return "CREATE OR REPLACE FUNCTION f" + random.nextInt(4) + "(a int DEFAULT 0) RETURNS int LANGUAGE plpgsql AS "
                + tag + "\n"
                + "DECLARE b text := 'x;''y';" + gap()
                + "BEGIN\n  IF a > 0 THEN RAISE NOTICE 'it''s %; fine', a; END IF;\n"
                + "  PERFORM " + value() + ";\n  RETURN a + 1;\nEND;\n" + tag;
    }

    private String sqlFunction() {
        return "CREATE OR REPLACE FUNCTION g" + random.nextInt(4) + "() RETURNS text LANGUAGE sql AS "
                + pick(
                        "'SELECT ''a;b''::text'",
                        "$f$SELECT 'a;b'::text; SELECT $$c;d$$::text$f$",
                        "E'SELECT \\'a;b\\'::text'");
    }

    private String atomic() {
        return "CREATE OR REPLACE FUNCTION h" + random.nextInt(4) + "(a int) RETURNS text LANGUAGE sql\nBEGIN ATOMIC\n"
                + pick(
                        "  SELECT 1; SELECT CASE WHEN a > 0 THEN 'x;' ELSE 'END' END;",
                        "  SELECT 'begin; end;'::text;",
                        "  SELECT CASE a WHEN 1 THEN CASE WHEN true THEN 'a' END ELSE $$b;$$ END;")
                + "\nEND";
    }

    private String block() {
        return "DO " + pick("$$", "$do$") + " " + pick("BEGIN", "DECLARE i int; BEGIN") + gap() + "INSERT INTO "
                + known()
                + " VALUES (1, " + value() + "); "
                + pick("", "BEGIN PERFORM 1/0; EXCEPTION WHEN division_by_zero THEN NULL; END; ") + "END $$";
    }

    private String rule() {
        String table = known();
        return "CREATE OR REPLACE RULE r" + random.nextInt(3) + " AS ON DELETE TO " + table + " DO ALSO (INSERT INTO "
                + table + " VALUES (1, 'a;');" + gap() + "UPDATE " + table + " SET txt = $$b;$$)";
    }

    private String view() {
        return "CREATE OR REPLACE VIEW v" + random.nextInt(3) + " AS SELECT" + gap() + "id, txt FROM t0 WHERE txt <> "
                + value();
    }

    private String comment() {
        return "COMMENT ON TABLE " + known() + " IS "
                + pick("'it''s; here'", "E'a\\nb;'", "'x'" + "\n" + "'y;'", "NULL", "U&'\\0041;'");
    }

    private String select() {
        return pick("SELECT ", "select\n", "TABLE t0 -- ;\n; SELECT ", "VALUES (1, ';'); SELECT ") + value();
    }

    private String savepoint() {
        return "SAVEPOINT s;" + gap() + insert() + ";" + gap()
                + pick("RELEASE s", "ROLLBACK TO s", "ROLLBACK TO SAVEPOINT s; RELEASE s");
    }

    private String update() {
        return "UPDATE " + known() + " SET txt = " + value() + " WHERE id"
                + pick(" = 1", "<>2", " BETWEEN 1 AND 3", ">= - -1");
    }

    private String index() {
        return "CREATE INDEX ON " + known() + " (" + pick("id", "lower(txt)", "(txt || ';')", "id DESC NULLS LAST")
                + ")";
    }

    private String wrong() {
        return pick(
                "SELECT 1/0",
                "SELECT nothing FROM t0",
                "INSERT INTO t0 VALUES ('no number', ';')",
                "SELEC 1",
                "SELECT 'unterminated",
                "SELECT $a$ unterminated",
                "SELECT \"unterminated",
                "/* unterminated",
                "CREATE TABLE t0 ()",
                "SELECT (1",
                "SELECT 1)",
                "CREATE FUNCTION broken() RETURNS int LANGUAGE plpgsql AS $$ BEGIN RETURN; $$",
                "SELECT 'a' 'b'",
                "SELECT E'\\u00zz'");
    }
}
