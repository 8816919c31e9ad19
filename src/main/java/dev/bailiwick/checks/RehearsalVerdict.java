package dev.bailiwick.checks;

import dev.bailiwick.model.catalog.LockMode;
import dev.bailiwick.model.catalog.RelationEffect;
import dev.bailiwick.model.report.RehearsedFile;
import dev.bailiwick.model.report.RehearsedStatement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Judges whether what was rehearsed is safe to run while others work. */
public final class RehearsalVerdict {
    /** Who waits for less hardly notices. */
    private static final long NOTICED_MS = 200;

    /** From so many rows on, reading or writing all of them takes its time on a busy server. */
    private static final long MANY_ROWS = 10_000;

    private final List<RehearsedFile> files;
    private final List<Danger> dangers = new ArrayList<>();

    /** How long the longest lock is held that keeps readers or writers waiting; negative where there is none. */
    private long longest = -1;

    public RehearsalVerdict(List<RehearsedFile> files) {
        this.files = List.copyOf(files);
        files.forEach(this::look);
    }

    /**
     * A lock that others wait for, for long.
     *
     * @param statement takes it
     * @param why what goes on meanwhile; empty where that is nothing special
     */
    private record Danger(RehearsedStatement statement, RelationEffect effect, LockMode lock, String why) {
        long weight() {
            return statement.held() * (lock.blocksReads() ? 2 : 1) + Math.max(0, effect.rows()) / 1000;
        }
    }

    private void look(RehearsedFile file) {
        List<RehearsedStatement> statements = file.statements();
        for (int i = 0; i < statements.size(); i++) {
            RehearsedStatement statement = statements.get(i);
            for (RelationEffect effect : statement.effects()) {
                LockMode lock = effect.lock();
                if (lock == null
                        || !effect.existed()
                        || !lock.blocksWrites()
                        || effect.kind().equals("index")) {
                    continue;
                }
                longest = Math.max(longest, statement.held());
                String why = why(effect.relation(), statement, statements.subList(i, statements.size()));
                if (why != null || statement.held() >= NOTICED_MS) {
                    dangers.add(new Danger(statement, effect, lock, why == null ? "" : why));
                }
            }
        }
    }

    /** What is done to all rows of a relation while it is locked; null where nothing is. */
    private static @Nullable String why(String relation, RehearsedStatement takes, List<RehearsedStatement> meanwhile) {
        String scanned = null;
        for (RehearsedStatement statement : meanwhile) {
            String line =
                    statement.equals(takes) ? "it" : "line " + statement.place().line();
            for (RelationEffect effect : statement.effects()) {
                if (!effect.relation().equals(relation)) {
                    continue;
                }
                if (effect.rewritten() && !effect.truncated() && effect.rows() >= MANY_ROWS) {
                    return ", in which " + line + " writes all of it anew";
                }
                if (effect.rowsRead() >= MANY_ROWS && scanned == null) {
                    scanned = ", in which " + line + " reads all of it";
                }
            }
        }
        return scanned;
    }

    /** Whether nobody has to wait for long. */
    public boolean safe() {
        return dangers.isEmpty();
    }

    /** The verdict in a sentence. */
    public String sentence() {
        if (files.isEmpty()) {
            return "nothing is pending that could be rehearsed";
        }
        if (dangers.isEmpty()) {
            return "safe to run on a busy system: "
                    + (longest < 0
                            ? "no lock keeps readers or writers of existing tables waiting"
                            : "no lock that keeps readers or writers waiting is held for longer than "
                                    + Math.max(1, longest) + " ms");
        }
        Danger worst =
                dangers.stream().max(Comparator.comparingLong(Danger::weight)).orElseThrow();
        String others = dangers.size() == 1 ? "" : " (and " + (dangers.size() - 1) + " more such locks)";
        return "not safe to run on a busy system: " + worst.statement().place().file() + ":"
                + worst.statement().place().line() + " keeps " + worst.lock().blocked() + " of "
                + worst.effect().relation() + " waiting for "
                + duration(worst.statement().held()) + worst.why()
                + others;
    }

    private static String duration(long milliseconds) {
        return milliseconds < 1000
                ? Math.max(1, milliseconds) + " ms"
                : String.format(Locale.ROOT, "%.1f s", milliseconds / 1000.0);
    }
}
