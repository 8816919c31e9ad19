package dev.bailiwick.script.split;

import dev.bailiwick.script.scan.LeadingTokens;
import java.util.Locale;

/**
 * What a statement means for the transaction that it runs in.
 *
 * @param name its keywords, as a finding names it
 */
public record StatementKind(Effect effect, String name) {

    /** What the tool's own transaction has to know. */
    public enum Effect {
        /** Nothing that concerns us. */
        NONE,
        /** Opens a transaction as ours is, so it may frame a section. */
        BEGIN,
        /** Opens a transaction that differs from ours. */
        BEGIN_OTHER,
        /** Ends a transaction for good, so it may frame a section. */
        COMMIT,
        /** Works within an open transaction only. */
        SAVEPOINT,
        /** Asks of the transaction that it stands in what ours doesn't have. */
        CHARACTERISTICS,
        /** Makes the transactions after it read only. */
        READ_ONLY_SESSION,
        /** Any other command that opens, ends or prepares a transaction. */
        CONTROL,
        /** Refuses to run in a transaction (PreventInTransactionBlock in PostgreSQL's source). */
        ALONE
    }

    static final String READ_ONLY = "SET TRANSACTION READ ONLY";

    private static final StatementKind OTHER = new StatementKind(Effect.NONE, "");

    public static StatementKind of(LeadingTokens head) {
        StatementKind control = control(head);
        if (control.effect() != Effect.NONE) {
            return control;
        }
        if (characteristics(head)) {
            int function = head.find(0, "set_config");
            boolean readOnly = head.find(1, "only") > 0
                    || head.value(1).endsWith("read_only")
                    || head.value(2).endsWith("read_only")
                    || (function > 0 && head.value(function + 2).endsWith("read_only"));
            return new StatementKind(Effect.CHARACTERISTICS, readOnly ? READ_ONLY : "SET TRANSACTION");
        }
        if (sessionReadOnly(head)) {
            return new StatementKind(Effect.READ_ONLY_SESSION, "SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY");
        }
        String alone = alone(head);
        return alone.isEmpty() ? OTHER : new StatementKind(Effect.ALONE, alone);
    }

    private static StatementKind control(LeadingTokens head) {
        if (head.is(0, "begin")) {
            return opening("BEGIN", head, head.isAny(1, "work", "transaction") ? 2 : 1);
        }
        if (head.is(0, "start", "transaction")) {
            return opening("START TRANSACTION", head, 2);
        }
        if (head.isAny(0, "commit", "end")) {
            return closing(head.is(0, "end") ? "END" : "COMMIT", head);
        }
        if (head.isAny(0, "savepoint", "release")) {
            return new StatementKind(Effect.SAVEPOINT, head.is(0, "release") ? "RELEASE" : "SAVEPOINT");
        }
        if (head.isAny(0, "rollback", "abort")) {
            int next = head.isAny(1, "work", "transaction") ? 2 : 1;
            if (head.is(next, "to") && head.is(0, "rollback")) {
                return new StatementKind(Effect.SAVEPOINT, "ROLLBACK TO");
            }
            String name = head.is(0, "abort") ? "ABORT" : "ROLLBACK";
            if (head.is(next, "and", "chain")) {
                return new StatementKind(Effect.CONTROL, name + " AND CHAIN");
            }
            return new StatementKind(Effect.CONTROL, head.is(1, "prepared") ? name + " PREPARED" : name);
        }
        if (head.is(0, "prepare", "transaction") && head.isString(2)) {
            return new StatementKind(Effect.CONTROL, "PREPARE TRANSACTION");
        }
        return OTHER;
    }

    /** Only what our own transaction gives anyway may be asked for. */
    private static StatementKind opening(String name, LeadingTokens head, int from) {
        return new StatementKind(asOurs(head, from) ? Effect.BEGIN : Effect.BEGIN_OTHER, name);
    }

    /** Whether the modes from here on are those that our own transaction has. */
    private static boolean asOurs(LeadingTokens head, int from) {
        int i = from;
        while (!head.endsAt(i)) {
            if (head.is(i, "read", "write") || head.is(i, "not", "deferrable")) {
                i += 2;
            } else if (head.is(i, "isolation", "level", "read", "committed")) {
                i += 4;
            } else if (head.isSymbol(i, ',')) {
                i++;
            } else {
                return false;
            }
        }
        return true;
    }

    /** SET TRANSACTION, and the settings and function calls that do the same. */
    private static boolean characteristics(LeadingTokens head) {
        if (head.is(0, "set")) {
            int name = head.isAny(1, "session", "local") ? 2 : 1;
            return head.is(name, "transaction")
                    ? !asOurs(head, name + 1)
                    : unlikeOurs(head.value(name), head.value(name + 2));
        }
        int function = head.is(0, "select") ? head.find(1, "set_config") : -1;
        return function > 0
                && head.isSymbol(function + 1, '(')
                && head.isSymbol(function + 3, ',')
                && unlikeOurs(head.value(function + 2), head.value(function + 4));
    }

    private static boolean sessionReadOnly(LeadingTokens head) {
        if (head.is(0, "set", "session", "characteristics")) {
            return head.find(3, "only") > 0;
        }
        int name = head.isAny(1, "session") ? 2 : 1;
        return head.is(0, "set")
                && head.value(name).equals("default_transaction_read_only")
                && !ForbiddenSettings.isOff(head.value(name + 2))
                && !head.value(name + 2).equals("default");
    }

    private static boolean unlikeOurs(String setting, String value) {
        return switch (setting) {
            case "transaction_isolation" -> !value.equals("read committed") && !value.equals("default");
            case "transaction_read_only", "transaction_deferrable" ->
                !ForbiddenSettings.isOff(value) && !value.equals("default");
            default -> false;
        };
    }

    private static StatementKind closing(String name, LeadingTokens head) {
        if (head.is(1, "prepared")) {
            return new StatementKind(Effect.CONTROL, name + " PREPARED");
        }
        int next = head.isAny(1, "work", "transaction") ? 2 : 1;
        if (head.is(next, "and", "chain")) {
            return new StatementKind(Effect.CONTROL, name + " AND CHAIN");
        }
        return new StatementKind(Effect.COMMIT, name);
    }

    private static String alone(LeadingTokens head) {
        if (head.is(0, "vacuum")) {
            return "VACUUM";
        }
        if (head.is(0, "alter", "system")) {
            return "ALTER SYSTEM";
        }
        if (head.is(0, "discard", "all")) {
            return "DISCARD ALL";
        }
        if (head.isAny(0, "create", "drop") && head.isAny(1, "database", "tablespace")) {
            return head.value(0).toUpperCase(Locale.ROOT) + " " + head.value(1).toUpperCase(Locale.ROOT);
        }
        if (head.is(0, "alter", "database") && head.find(3, "tablespace") == 4) {
            return "ALTER DATABASE … SET TABLESPACE";
        }
        if (head.is(0, "cluster") && clustersAll(head)) {
            return "CLUSTER without a table";
        }
        return concurrently(head);
    }

    private static String concurrently(LeadingTokens head) {
        if (head.is(0, "create", "index", "concurrently") || head.is(0, "create", "unique", "index", "concurrently")) {
            return "CREATE INDEX CONCURRENTLY";
        }
        if (head.is(0, "drop", "index", "concurrently")) {
            return "DROP INDEX CONCURRENTLY";
        }
        if (head.is(0, "reindex")) {
            int target = afterOptions(head);
            if (head.isAny(target, "database", "system", "schema")) {
                return "REINDEX " + head.value(target).toUpperCase(Locale.ROOT);
            }
            if (head.is(target + 1, "concurrently") || optionIsOn(head, target)) {
                return "REINDEX CONCURRENTLY";
            }
        }
        if (head.is(0, "alter", "table")) {
            int detach = head.find(2, "detach");
            if (detach > 0 && head.is(detach + 1, "partition") && head.find(detach + 2, "concurrently") > 0) {
                return "DETACH PARTITION CONCURRENTLY";
            }
        }
        return "";
    }

    private static boolean clustersAll(LeadingTokens head) {
        int i = head.is(1, "verbose") ? 2 : afterOptions(head);
        return head.endsAt(i);
    }

    /** The first index after a statement's options in parentheses, or 1. */
    public static int afterOptions(LeadingTokens head) {
        int i = 1;
        if (head.isSymbol(1, '(')) {
            while (!head.endsAt(i) && !head.isSymbol(i, ')')) {
                i++;
            }
            i++;
        }
        return i;
    }

    private static boolean optionIsOn(LeadingTokens head, int before) {
        int option = head.find(1, "concurrently");
        return option > 0 && option < before - 1 && !ForbiddenSettings.isOff(head.value(option + 1));
    }
}
