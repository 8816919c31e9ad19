package dev.bailiwick.model.catalog;

import java.util.Locale;

/** The table-level locks that keep others waiting (manual, "Explicit Locking"), weakest first. */
public enum LockMode {
    SHARE_UPDATE_EXCLUSIVE("other changes of its definition, VACUUM and index builds", false, false),
    SHARE("writes", false, true),
    SHARE_ROW_EXCLUSIVE("writes and other changes of its definition", false, true),
    EXCLUSIVE("writes, and everything else but plain reads", false, true),
    ACCESS_EXCLUSIVE("reads and writes", true, true);

    private final String blocked;
    private final boolean reads;
    private final boolean writes;

    LockMode(String blocked, boolean reads, boolean writes) {
        this.blocked = blocked;
        this.reads = reads;
        this.writes = writes;
    }

    /** What it keeps waiting, in plain words. */
    public String blocked() {
        return blocked;
    }

    public boolean blocksReads() {
        return reads;
    }

    public boolean blocksWrites() {
        return writes;
    }

    /** As pg_locks writes it: {@code AccessExclusiveLock}. */
    public static LockMode of(String mode) {
        return valueOf(mode.replaceFirst("Lock$", "")
                .replaceAll("(?<=[a-z])(?=[A-Z])", "_")
                .toUpperCase(Locale.ROOT));
    }

    /** As SQL writes it: {@code ACCESS EXCLUSIVE}. */
    public String words() {
        return name().replace('_', ' ');
    }
}
