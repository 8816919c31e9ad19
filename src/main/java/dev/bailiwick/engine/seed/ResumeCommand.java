package dev.bailiwick.engine.seed;

import dev.bailiwick.engine.session.ProjectSession;
import dev.bailiwick.model.failure.ShellCommand;
import java.util.ArrayList;
import java.util.List;

/** The command that goes on where a run with seeds has stopped, with the options that it had. */
public final class ResumeCommand {
    private ResumeCommand() {}

    /**
     * The command.
     *
     * @param domains as typed; empty for all
     * @param more options without a value
     */
    public static String of(
            ProjectSession projectSession, Seed.Request seeds, String command, List<String> domains, String... more) {
        List<String> words = new ArrayList<>(List.of("bailiwick", command));
        words.addAll(domains);
        if (seeds.only() != null) {
            words.addAll(List.of("--only", seeds.only()));
        }
        if (seeds.changed()) {
            words.add("--changed");
        }
        if (seeds.data() != null) {
            words.addAll(List.of("--data", seeds.data().toString()));
        }
        if (seeds.overNewer() && command.equals("seed")) {
            words.add("--over-newer-history");
        }
        words.addAll(List.of(more));
        StringBuilder line = new StringBuilder(ShellCommand.of(words.toArray(String[]::new)));
        // A value may be a secret, and failures end in logs.
        projectSession.settings().values().keySet().stream()
                .sorted()
                .forEach(name -> line.append(" --set ").append(name).append("=…"));
        return line.toString();
    }
}
