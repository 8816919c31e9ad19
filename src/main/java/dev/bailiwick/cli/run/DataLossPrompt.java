package dev.bailiwick.cli.run;

import dev.bailiwick.cli.invocation.BailiwickCommand;
import dev.bailiwick.cli.invocation.ChangedDatabase;
import dev.bailiwick.cli.invocation.Question;
import dev.bailiwick.config.Variables;
import dev.bailiwick.db.loss.DataLoss;
import dev.bailiwick.engine.rollback.DataLossConsent;
import dev.bailiwick.engine.rollback.DataLossSummary;
import dev.bailiwick.model.failure.Failure;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Asks the person at the terminal before rows go; on a pipe, {@code --yes} has to say it beforehand. */
final class DataLossPrompt implements DataLossConsent {
    private static final int SHOWN = 20;

    private final BailiwickCommand root;
    private final ChangedDatabase database;
    private final boolean yes;
    private final boolean yesReally;
    private final boolean production;

    DataLossPrompt(BailiwickCommand root, ChangedDatabase database, boolean yes, boolean yesReally) {
        this.root = root;
        this.database = database;
        this.yes = yes;
        this.yesReally = yesReally;
        this.production =
                Variables.read(root.folder(), root.surroundings().environment()).guarded();
    }

    @Override
    public boolean given(DataLossSummary what) {
        boolean playground = what.command().equals("redo") && database.embedded() && !production;
        return yesReally || playground || (yes && !(production && what.whole()));
    }

    @Override
    public boolean agrees(DataLossSummary what) {
        root.takesBack(facts(what));
        boolean really = production && what.whole();
        String option = really ? " --yes-really" : " --yes";
        List<String> lines = new ArrayList<>();
        lines.add("in " + database.words() + ":");
        shown(what.losses().stream().map(DataLoss::line).toList(), lines);
        lines.add("by taking back");
        shown(what.files(), lines);
        what.batches().forEach(batch -> lines.add("  " + batch));
        String domains = String.join(", ", what.domains());
        String would = what.command() + " " + domains + " would take away what is in the database"
                + (really ? ", and APP_ENV is production: nothing of a domain would stay" : "");
        Failure refusal = Failure.of(would, "if that is what you want: " + what.again() + option)
                .withDetails(lines)
                .withState("nothing was taken back");
        String text = would + "\n"
                + String.join("\n", lines.stream().map(line -> "  " + line).toList()) + "\n";
        Question question = new Question(root);
        if (really) {
            throw question.refused(List.of(refusal));
        }
        return production
                ? question.named(text, what.domains().get(what.domains().size() - 1), List.of(refusal))
                : question.agreed(text, "Take it away?", List.of(refusal));
    }

    private static void shown(List<String> all, List<String> lines) {
        all.stream().limit(SHOWN).forEach(line -> lines.add("  " + line));
        if (all.size() > SHOWN) {
            lines.add("  and " + (all.size() - SHOWN) + " more");
        }
    }

    private static Map<String, @Nullable Object> facts(DataLossSummary what) {
        Map<String, @Nullable Object> facts = new LinkedHashMap<>();
        facts.put("domains", what.domains());
        facts.put("files", what.files());
        facts.put("batches", what.batches());
        facts.put("whole_domain", what.whole());
        List<Map<String, @Nullable Object>> losses = new ArrayList<>();
        for (DataLoss loss : what.losses()) {
            Map<String, @Nullable Object> one = new LinkedHashMap<>();
            one.put("kind", loss.kind().word());
            one.put("name", loss.name());
            one.put("count", loss.count() < 0 ? null : loss.count());
            one.put("exact", loss.exact());
            one.put("unread", loss.unread());
            losses.add(one);
        }
        facts.put("losses", losses);
        return facts;
    }
}
