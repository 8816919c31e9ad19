package dev.bailiwick.script.part;

import dev.bailiwick.model.script.Statement;
import dev.bailiwick.model.script.Text;
import dev.bailiwick.script.scan.Scanner;
import dev.bailiwick.script.scan.Token;
import java.util.Locale;
import java.util.Set;

/**
 * Tells from its text what a statement may leave in its session that a new one can't be given. What {@code SET} and its like do
 * is left out: they are run again.
 *
 * <p>It is asked only where nobody could look at the session itself, and says too much rather than too little of queries. What runs
 * functions beside them is passed over: defaults, triggers, index expressions; so are materialized views, whose queries PostgreSQL runs
 * restricted: they make no temporary objects, and their settings don't stay.
 */
final class SessionEffects {
    /** Commands that run what is written in them; CREATE TABLE … AS and COPY do where they have a query. */
    private static final Set<String> QUERIES = Set.of(
            "select", "with", "values", "table", "insert", "update", "delete", "merge", "explain", "fetch", "move",
            "declare");

    /** What may stand before a parenthesis without being a function that does anything to a session. */
    private static final Set<String> HARMLESS = Set.of(
            ("select from where and or not in any all some exists values using as on by over filter within group then else when"
                            + " union except intersect returning with materialized lateral only set case conflict check array row"
                            + " between like ilike is null default distinct limit offset having order partition rows range cast"
                            + " coalesce nullif greatest least extract substring position trim overlay treat count sum min max avg"
                            + " bool_and bool_or string_agg array_agg jsonb_agg json_agg now clock_timestamp statement_timestamp"
                            + " current_setting lower upper length char_length octet_length left right ltrim rtrim btrim lpad rpad"
                            + " concat concat_ws format replace regexp_replace split_part md5 abs ceil floor round trunc mod power"
                            + " random gen_random_uuid uuid_generate_v4 generate_series unnest array_length cardinality to_char to_date"
                            + " to_timestamp to_number date_trunc date_part age make_date make_interval row_number rank dense_rank"
                            + " lag lead first_value last_value jsonb_build_object json_build_object jsonb_build_array to_jsonb"
                            + " to_json jsonb_set jsonb_array_elements nextval setval currval lastval pg_get_serial_sequence"
                            + " to_regclass pg_sleep numeric decimal varchar char character bit varbit time timestamp interval float"
                            + " xmlparse xmlelement tablesample")
                    .split(" "));

    private static final Set<String> TEMPORARY_BEHIND = Set.of("create", "local", "global", "replace", "into");

    /** What stands before TABLE where one is created. */
    private static final Set<String> TABLE_BEHIND = Set.of("create", "temp", "temporary", "unlogged");

    private final Text text;
    private final String command;

    /** Whether functions that are named from here on are called. */
    private boolean calling;

    private boolean table;

    /** The words before the one at hand; empty for what is no word. */
    private String before = "";

    private String last = "";

    /** Whether the name of what is inserted into is being read, after which its columns may follow. */
    private boolean target;

    private SessionEffects(Text text, String command) {
        this.text = text;
        this.command = command;
        this.calling = QUERIES.contains(command);
    }

    /** In a few words; empty where there is nothing to be expected. */
    static String of(Text text, Statement statement) {
        Scanner scanner = new Scanner(text, statement.start(), statement.end(), token -> {});
        Token token = next(scanner);
        SessionEffects traces = new SessionEffects(text, word(text, token));
        if (Set.of("do", "call", "execute").contains(traces.command)) {
            return "what " + traces.command.toUpperCase(Locale.ROOT) + " has done to it";
        }
        for (; token.kind() != Token.Kind.END; token = next(scanner)) {
            String left = traces.at(token);
            if (!left.isEmpty()) {
                return left;
            }
        }
        return "";
    }

    private static Token next(Scanner scanner) {
        Token token = scanner.next();
        while (token.skipped()) {
            token = scanner.next();
        }
        return token;
    }

    private static String word(Text text, Token token) {
        return switch (token.kind()) {
            case WORD -> text.substring(token.start(), token.end()).toLowerCase(Locale.ROOT);
            case QUOTED -> text.substring(token.start(), token.end()).replace("\"", "");
            default -> "";
        };
    }

    private String at(Token token) {
        String word = word(text, token);
        String left = word.isEmpty() ? "" : named(word);
        if (left.isEmpty() && token.isSymbol(text, '(')) {
            boolean calls = !last.isEmpty() && !target && !HARMLESS.contains(last) && calling;
            left = calls && !Set.of("with", "recursive", "as").contains(before)
                    ? "what function " + last + " has done to it"
                    : "";
            target = false;
        }
        before = last;
        last = word;
        return left;
    }

    private String named(String word) {
        calling |= query(word);
        target |= word.equals("into") && last.equals("insert");
        if (word.equals("pg_temp") || (Set.of("temp", "temporary").contains(word) && TEMPORARY_BEHIND.contains(last))) {
            return "a temporary object";
        }
        if (word.equals("set_config")) {
            return "a setting";
        }
        if (word.startsWith("pg_advisory_lock") || word.startsWith("pg_try_advisory_lock")) {
            return "an advisory lock";
        }
        if (command.equals("prepare") && last.equals("prepare") && !word.equals("transaction")) {
            return "prepared statement " + word;
        }
        return command.equals("declare") && word.equals("hold") && last.equals("with") ? "a cursor" : "";
    }

    /** Whether a query begins in a command that has one or none. */
    private boolean query(String word) {
        if (command.equals("create")) {
            table |= word.equals("table") && TABLE_BEHIND.contains(last);
            return table
                    && (word.equals("select")
                            || (last.equals("as")
                                    && Set.of("with", "values", "execute").contains(word)));
        }
        return command.equals("copy") && (word.equals("where") || (last.isEmpty() && QUERIES.contains(word)));
    }
}
