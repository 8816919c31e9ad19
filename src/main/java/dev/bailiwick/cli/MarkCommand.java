package dev.bailiwick.cli;

import dev.bailiwick.engine.Mark;

/** {@code bailiwick mark}. */
final class MarkCommand implements Subcommand, RunsFiles {
    private final Root root;

    private final Amending amending = new Amending();
    private String domain = "";
    private String file = "";
    private boolean applied;

    MarkCommand(Root root) {
        this.root = root;
    }

    @Override
    public Syntax syntax() {
        return new Syntax(
                        this,
                        "mark",
                        "Say that a person has applied a migration by hand, or has undone it; runs no SQL of the file.")
                .word("DOMAIN", "The domain.", given -> domain = given)
                .word("FILE", "The file's name, or the beginning of it.", given -> file = given)
                .oneOf("1", which -> which.flag(
                                "--applied",
                                "It counts as applied, with the checksum and the text that its file has now.",
                                given -> applied = given)
                        .flag(
                                "--pending",
                                "It counts as pending; where its file is gone, it leaves the history.",
                                given -> applied = !given))
                .with(amending::takes);
    }

    @Override
    public boolean dryRun() {
        return amending.dryRun();
    }

    @Override
    public Integer call() {
        try (Workplace place = Workplace.changing(root, root.settings(null))) {
            Mark mark = new Mark(place.site(), domain, amending.reason());
            return amending.written(root, applied ? mark.applied(file) : mark.pending(file));
        }
    }
}
