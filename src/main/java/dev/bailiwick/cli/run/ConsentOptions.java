package dev.bailiwick.cli.run;

import dev.bailiwick.cli.database.CommandSession;
import dev.bailiwick.cli.invocation.BailiwickCommand;
import dev.bailiwick.cli.invocation.CommandSyntax;

/** Options of the commands that take migrations back: by them a person agrees beforehand that data are lost. */
final class ConsentOptions {
    private boolean yes;
    private boolean yesReally;

    /** Adds {@code --yes}. */
    void addTo(CommandSyntax syntax) {
        syntax.flag("--yes", "Take away what is in the database without asking.", given -> yes = given);
    }

    /**
     * Adds {@code --yes} and {@code --yes-really}.
     *
     * @param really what the second one is for
     */
    void addTo(CommandSyntax syntax, String really) {
        syntax.with(this::addTo).flag("--yes-really", really, given -> yesReally = given);
    }

    boolean yesReally() {
        return yesReally;
    }

    /** As they have to be typed again. */
    String[] typed() {
        return yesReally ? new String[] {"--yes-really"} : yes ? new String[] {"--yes"} : new String[0];
    }

    DataLossPrompt prompt(BailiwickCommand root, CommandSession session) {
        return new DataLossPrompt(root, session.named(), yes, yesReally);
    }
}
