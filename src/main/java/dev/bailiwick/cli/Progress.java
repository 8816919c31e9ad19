package dev.bailiwick.cli;

import dev.bailiwick.engine.Events;
import dev.bailiwick.model.Direction;
import dev.bailiwick.model.Domain;
import dev.bailiwick.model.ServerMessage;
import dev.bailiwick.model.Step;
import dev.bailiwick.render.RunText;
import java.util.Timer;
import java.util.TimerTask;
import org.jspecify.annotations.Nullable;

/**
 * Shows a run as it goes: a line for each file when its commit came back, notices under the file that raised them; on a
 * terminal also how long the present file has been at work.
 */
final class Progress implements Events, AutoCloseable {
    private static final long TICK_MS = 1_000;

    private final Root root;
    private final boolean live;
    private @Nullable Timer timer;
    private @Nullable String current;
    private boolean noticed;
    private boolean ticked;
    private long since;

    Progress(Root root) {
        this.root = root;
        this.live = root.console().terminal() && !root.json() && !root.quiet();
    }

    @Override
    public synchronized void domainStarts(Domain domain, int migrations, Direction direction) {
        say(RunText.domain(domain.name(), migrations, direction, style()));
    }

    @Override
    public synchronized void started(Domain domain, String filename, Direction direction) {
        current = filename;
        noticed = false;
        since = System.nanoTime();
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
            say(RunText.running(current, style()));
            noticed = true;
        }
        say(RunText.notice(message, style()));
    }

    @Override
    public synchronized void done(Step step) {
        current = null;
        say(RunText.done(step, style()));
    }

    @Override
    public synchronized void waiting(Domain domain, @Nullable String holder) {
        note("waiting for another runner in domain " + domain.name() + (holder == null ? "" : ": " + holder));
    }

    @Override
    public synchronized void note(String text) {
        if (root.json()) {
            return;
        }
        wipe();
        root.console().error(RunText.note(text, style()));
    }

    @Override
    public synchronized void close() {
        wipe();
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
    }

    private void say(String text) {
        if (!root.json() && !root.quiet()) {
            wipe();
            root.console().line(text);
        }
    }

    private synchronized void tick() {
        if (current != null) {
            long seconds = (System.nanoTime() - since) / 1_000_000_000;
            root.console().print("\r\u001b[K" + RunText.running(current, style()) + "  " + seconds + " s");
            ticked = true;
        }
    }

    /** Clears the line that {@link #tick} wrote. */
    private void wipe() {
        if (ticked) {
            root.console().print("\r\u001b[K");
            ticked = false;
        }
    }

    private dev.bailiwick.render.Style style() {
        return root.console().style();
    }
}
