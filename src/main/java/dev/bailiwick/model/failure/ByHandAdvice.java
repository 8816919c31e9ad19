package dev.bailiwick.model.failure;

import java.util.List;

/** What a person can do about a file that stopped half-way outside a transaction, where the next run can't or needn't go on with it. */
public final class ByHandAdvice {
    private ByHandAdvice() {}

    /**
     * To finish it, and to undo it, each with the command that says so.
     *
     * @param rollingBack whether it is its rollback that stopped
     */
    public static List<String> of(String domain, String file, boolean rollingBack) {
        String applied = ShellCommand.markApplied(domain, file);
        String pending = ShellCommand.markPending(domain, file);
        return List.of(
                "finish it by hand, then: " + (rollingBack ? pending : applied),
                "or undo it by hand, then: " + (rollingBack ? applied : pending));
    }
}
