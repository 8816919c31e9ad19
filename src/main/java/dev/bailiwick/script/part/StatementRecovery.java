package dev.bailiwick.script.part;

import dev.bailiwick.model.script.Recovery;
import dev.bailiwick.model.script.Statement;
import dev.bailiwick.model.script.Text;
import dev.bailiwick.script.scan.LeadingTokens;
import dev.bailiwick.script.scan.Scanner;
import dev.bailiwick.script.scan.TableNameReader;
import dev.bailiwick.script.scan.Token;
import dev.bailiwick.script.split.StatementKind;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Tells how the end of a statement that runs outside a transaction can be found out. */
final class StatementRecovery {
    /** In a body: may end the transaction that it runs in. */
    private static final Pattern ENDS = Pattern.compile("\\b(commit|rollback|call)\\b", Pattern.CASE_INSENSITIVE);

    /** A statement is known by its first words, and the data of an INSERT may be long. */
    private static final int ENOUGH = 200;

    private StatementRecovery() {}

    static Recovery of(Text text, Statement statement) {
        List<Token> tokens = new ArrayList<>();
        Scanner scanner = new Scanner(text, statement.start(), statement.end(), token -> {});
        for (Token token = scanner.next();
                token.kind() != Token.Kind.END && tokens.size() < ENOUGH;
                token = scanner.next()) {
            if (!token.skipped()) {
                tokens.add(token);
            }
        }
        LeadingTokens head = new LeadingTokens(text, tokens);
        if (head.isAny(0, "set", "reset", "discard", "listen", "unlisten", "deallocate", "load")) {
            return new Recovery.SessionOnly();
        }
        if (head.is(0, "call")) {
            return new Recovery.Unknown("CALL");
        }
        if (head.is(0, "do")) {
            String body = text.substring(statement.start(), statement.end());
            return ENDS.matcher(body).find() ? new Recovery.Unknown("DO") : new Recovery.Recorded();
        }
        StatementKind command = StatementKind.of(head);
        return command.effect() == StatementKind.Effect.ALONE
                ? alone(head, new TableNameReader(text, tokens), command, statement)
                : new Recovery.Recorded();
    }

    private static Recovery alone(
            LeadingTokens head, TableNameReader names, StatementKind command, Statement statement) {
        return switch (command.name()) {
            case "VACUUM", "ALTER SYSTEM", "CLUSTER without a table" -> new Recovery.Repeatable();
            case "CREATE INDEX CONCURRENTLY" -> build(head, names, command, statement);
            case "DROP INDEX CONCURRENTLY" -> drop(head, names, command);
            case "DETACH PARTITION CONCURRENTLY" -> detach(head, names, command);
            default ->
                command.name().startsWith("REINDEX") ? rebuild(head, names) : new Recovery.Unknown(command.name());
        };
    }

    private static Recovery rebuild(LeadingTokens head, TableNameReader names) {
        int kind = StatementKind.afterOptions(head);
        TableNameReader.Found target = names.at(kind + (head.is(kind + 1, "concurrently") ? 2 : 1));
        return new Recovery.Rebuild(head.value(kind), target == null ? null : target.name());
    }

    private static Recovery build(
            LeadingTokens head, TableNameReader names, StatementKind command, Statement statement) {
        int i = head.find(1, "concurrently") + 1;
        i += head.is(i, "if", "not", "exists") ? 3 : 0;
        String index = "";
        if (!head.is(i, "on")) {
            TableNameReader.Found found = names.at(i);
            if (found == null) {
                return new Recovery.Unknown(command.name());
            }
            index = found.name().name();
            i = found.next();
        }
        i += head.is(i, "on", "only") ? 2 : 1;
        TableNameReader.Found table = names.at(i);
        if (table == null || table.next() >= head.tokens().size()) {
            return new Recovery.Unknown(command.name());
        }
        int after = head.tokens().get(table.next()).start();
        String definition =
                head.text().substring(after, statement.end()).strip().replaceFirst(";$", "");
        return new Recovery.IndexBuild(index, table.name(), head.is(1, "unique"), definition);
    }

    private static Recovery drop(LeadingTokens head, TableNameReader names, StatementKind command) {
        int i = head.is(3, "if", "exists") ? 5 : 3;
        TableNameReader.Found index = names.at(i);
        return index == null ? new Recovery.Unknown(command.name()) : new Recovery.IndexDrop(index.name());
    }

    private static Recovery detach(LeadingTokens head, TableNameReader names, StatementKind command) {
        int i = head.is(2, "if", "exists") ? 4 : 2;
        i += head.is(i, "only") ? 1 : 0;
        TableNameReader.Found table = names.at(i);
        TableNameReader.Found partition = names.at(head.find(i, "detach") + 2);
        return table == null || partition == null
                ? new Recovery.Unknown(command.name())
                : new Recovery.Detach(table.name(), partition.name());
    }
}
