package dev.bailiwick.cli.amend;

import dev.bailiwick.cli.invocation.BailiwickCommand;
import dev.bailiwick.cli.invocation.CommandSyntax;
import dev.bailiwick.engine.amend.Mark;
import dev.bailiwick.engine.session.ProjectSession;

/** {@code bailiwick mark}. */
public final class MarkCommand extends AmendCommand {
    private String file = "";
    private boolean applied;

    public MarkCommand(BailiwickCommand root) {
        super(root);
    }

    @Override
    public CommandSyntax syntax() {
        return syntax(
                        "mark",
                        "Say that a person has applied a migration by hand, or has undone it; runs no SQL of the file.")
                .word("FILE", "The file's name, or the beginning of it.", given -> file = given)
                .oneOf("1", which -> which.flag(
                                "--applied",
                                "It counts as applied, with the checksum and the text that its file has now.",
                                given -> applied = given)
                        .flag(
                                "--pending",
                                "It counts as pending; where its file is gone, it leaves the history.",
                                given -> applied = !given))
                .with(dialog::addTo);
    }

    @Override
    int amend(ProjectSession projectSession) {
        Mark mark = new Mark(projectSession, domain(), dialog.reason());
        return dialog.written(applied ? mark.applied(file) : mark.pending(file));
    }
}
