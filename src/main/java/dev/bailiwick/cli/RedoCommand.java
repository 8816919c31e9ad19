package dev.bailiwick.cli;

import dev.bailiwick.engine.Redo;

/** {@code bailiwick redo}. */
final class RedoCommand implements Subcommand, RunsFiles {
    private final Root root;

    private String domain = "";

    private boolean yes;

    private final RunOptions options = new RunOptions();

    RedoCommand(Root root) {
        this.root = root;
    }

    @Override
    public Syntax syntax() {
        return new Syntax(this, "redo", "Take the last migration of a domain back and apply it again, as its file is now.")
                .word("DOMAIN", "The domain.", given -> domain = given)
                .flag("--yes", "Take away what is in the database without asking.", given -> yes = given)
                .with(options::takes);
    }

    @Override
    public boolean dryRun() {
        return false;
    }

    @Override
    public Integer call() {
        try (Workplace place = Workplace.changing(root, root.settings(options))) {
            return new Reports(root)
                    .run(new Redo(place.site(), domain).run(new AskingConsent(root, place.named(), yes, false)), 0);
        }
    }
}
