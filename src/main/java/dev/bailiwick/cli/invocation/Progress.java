package dev.bailiwick.cli.invocation;

import dev.bailiwick.db.run.StatementActivity;
import dev.bailiwick.engine.session.RunEvents;
import dev.bailiwick.model.domain.Domain;
import dev.bailiwick.model.failure.ServerMessage;
import dev.bailiwick.model.report.Step;
import dev.bailiwick.model.script.Direction;
import dev.bailiwick.render.RunText;
import java.util.ArrayList;
import java.util.List;
import java.util.Timer;
import java.util.TimerTask;
import org.jspecify.annotations.Nullable;

/**
 * Shows a run as it goes: a line for each file when its commit came back, notices under the file that raised them; on a
 * terminal also how long the present file has been at work.
 */
public final class Progress implements RunEvents, AutoCloseable {
    private static final long TICK_MS = 500;
    private static final long WORD_MS = 30_000;
    private static final long WAITS_MS = 2_000;

    private final BailiwickCommand root;
    private final boolean live;
    private @Nullable Timer timer;
    private @Nullable String current;
    private @Nullable Loading loading;
    private @Nullable StatementActivity activity;
    private long waitingSince;
    private long lastWord;
    private boolean noticed;
    private boolean said;
    private boolean ticked;
    private long since;
    private int nameWidth;
    private final List<Step> steps = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    /** How far a data file has been read, and when it was begun. */
    private record Loading(double share, long rows, long begun) {}

    Progress(BailiwickCommand root) {
        this.root = root;
        this.live = root.console().terminal() && !root.json() && !root.quiet();
    }

    @Override
    public synchronized void domainStarts(Domain domain, List<Step> planned) {
        nameWidth = RunText.nameWidth(planned.stream().map(Step::filename).toList());
        int count = planned.size();
        List<Direction> ways = planned.stream().map(Step::direction).distinct().toList();
        say(
                switch (ways.get(0)) {
                    case SEED -> text().toSeed(domain.name(), count);
                    case UP ->
                        text().toApply(domain.name(), count, planned.get(0).batch());
                    case DOWN ->
                        ways.size() > 1
                                ? text().toRedo(domain.name(), count / 2)
                                : text().toRollBack(domain.name(), count);
                });
    }

    @Override
    public synchronized void started(Domain domain, String filename, Direction direction) {
        at(filename);
    }

    /** Something is at work on a file. */
    public synchronized void at(String file) {
        current = file;
        noticed = false;
        said = false;
        loading = null;
        activity = null;
        since = System.nanoTime();
        lastWord = since;
        if (live && timer == null) {
            timer = new Timer("progress", true);
            timer.scheduleAtFixedRate(
                    new TimerTask() {
                        @Override
                        public void run() {
                            tick();
                        }
                    },
                    TICK_MS,
                    TICK_MS);
        }
    }

    @Override
    public synchronized void notice(ServerMessage message) {
        if (!noticed && current != null) {
            say(text().running(current) + "\n");
            noticed = true;
        }
        say(text().notice(message));
    }

    @Override
    public synchronized void loading(double share, long rows) {
        long begun = loading == null || rows < loading.rows ? System.nanoTime() : loading.begun;
        loading = new Loading(share, rows, begun);
    }

    @Override
    public synchronized void done(Step step) {
        current = null;
        steps.add(step);
        say(text().step(step, nameWidth));
    }

    @Override
    public synchronized void waiting(Domain domain, String holder) {
        note("waiting for another runner in domain " + domain.name() + ": " + holder);
    }

    @Override
    public synchronized void note(String text) {
        notes.add(text);
        if (!root.json() && !root.quiet()) {
            wipe();
            root.console().error(text().note(root.console().typed(text)));
        }
    }

    /** A note for who wants to know everything. */
    public void verbose(String text) {
        if (root.verbose()) {
            note(text);
        }
    }

    @Override
    public synchronized void close() {
        current = null;
        wipe();
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
    }

    /** On a terminal the line of the present file says it; elsewhere a line of its own now and then. */
    @Override
    public synchronized void busy(StatementActivity seen) {
        long now = System.nanoTime();
        boolean waits = seen.waits() != null;
        if (!waits || activity == null || activity.waits() == null) {
            waitingSince = now;
        }
        boolean first = waits && !said && (now - waitingSince) / 1_000_000 >= WAITS_MS - TICK_MS;
        activity = seen;
        if (!live && current != null && (first || (now - lastWord) / 1_000_000 >= WORD_MS)) {
            String words = words(seen);
            if (!words.isEmpty() && !root.json() && !root.quiet()) {
                root.console().error(text().note(current + " " + words));
            }
            said |= waits;
            lastWord = now;
        }
    }

    /** What a long command is at says more than the lock that it waits for meanwhile. */
    private static String words(StatementActivity seen) {
        String waits = seen.waits();
        return seen.work() != null ? seen.work() : waits != null ? "waits for " + waits : "";
    }

    /** What was done so far. */
    public synchronized List<Step> steps() {
        return List.copyOf(steps);
    }

    /** What was worth a note so far. */
    public synchronized List<String> notes() {
        return List.copyOf(notes);
    }

    private void say(String text) {
        if (!root.json() && !root.quiet()) {
            wipe();
            root.console().print(text);
        }
    }

    private synchronized void tick() {
        if (current == null) {
            return;
        }
        long now = System.nanoTime();
        String line = loading == null || loading.share >= 1
                ? text().running(current) + "  " + (now - since) / 1_000_000_000 + " s" + atWork(now)
                : text().loading(current, loading.share, loading.rows, (now - loading.begun) / 1_000_000);
        root.console().print("\r\u001b[K" + line);
        ticked = true;
    }

    private String atWork(long now) {
        if (activity == null) {
            return "";
        }
        boolean longEnough = activity.waits() == null || (now - waitingSince) / 1_000_000 >= WAITS_MS - TICK_MS;
        String words = longEnough ? words(activity) : "";
        int taken = String.valueOf(current).length() + 15;
        return words.isEmpty() ? "" : RunText.atWork(words, root.console().width() - taken);
    }

    /** Clears the line that {@link #tick} wrote. */
    private void wipe() {
        if (ticked) {
            root.console().print("\r\u001b[K");
            ticked = false;
        }
    }

    private RunText text() {
        return new RunText(root.console().style());
    }
}
