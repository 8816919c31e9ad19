package dev.bailiwick.bench;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;

/** A disk in the network, imitated: each commit in a database waits 3 ms before it is written. */
final class SlowCommit {
    static final int MILLIS = 3;
    private static final int COMMITS = 100;
    private static final String DATABASE = "bench_commits";

    private final Testbed testbed;

    SlowCommit(Testbed testbed) {
        this.testbed = testbed;
    }

    /** For the sessions that log in from now on; gone with the database. */
    void in(String database) {
        testbed.execute("postgres", "ALTER DATABASE " + database + " SET commit_delay = " + MILLIS * 1000);
        testbed.execute("postgres", "ALTER DATABASE " + database + " SET commit_siblings = 0");
    }

    /**
     * Shows what a commit takes, and ends the benchmark where the delay doesn't tell. The fastest is compared: whatever else the
     * machine does makes others slower, and none faster.
     */
    void prove(Report report) {
        testbed.empty(DATABASE);
        testbed.execute(DATABASE, "CREATE TABLE a (b int)");
        double[] local = commits();
        in(DATABASE);
        double[] slow = commits();
        report.add(figure("a commit on this disk", local));
        report.add(figure("a commit, slowed", slow));
        if (slow[0] - local[0] < MILLIS / 2.0) {
            throw new IllegalStateException("commit_delay does not slow the commits: is fsync off?");
        }
    }

    private static Figure figure(String what, double[] sorted) {
        return new Figure(
                what,
                sorted[COMMITS / 2],
                Unit.MILLISECONDS,
                null,
                "middle of %d; the fastest: %s".formatted(COMMITS, Unit.MILLISECONDS.text(sorted[0])));
    }

    /** Each one's milliseconds, the fastest first. */
    private double[] commits() {
        try (Connection connection = testbed.connect(DATABASE);
                Statement statement = connection.createStatement()) {
            statement.execute("INSERT INTO a VALUES (0)");
            double[] millis = new double[COMMITS];
            for (int i = 0; i < COMMITS; i++) {
                long start = System.nanoTime();
                statement.execute("INSERT INTO a VALUES (1)");
                millis[i] = (System.nanoTime() - start) / 1e6;
            }
            Arrays.sort(millis);
            return millis;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
