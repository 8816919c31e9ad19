package dev.bailiwick.bench;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

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

    /** Shows what a commit takes, and ends the benchmark where it isn't slow. */
    void prove(Report report) {
        testbed.empty(DATABASE);
        testbed.execute(DATABASE, "CREATE TABLE a (b int)");
        double local = commits();
        in(DATABASE);
        double slow = commits();
        report.add(commit("a commit on this disk", local, null));
        report.add(commit("a commit, slowed", slow, new Target(Target.Relation.AT_LEAST, MILLIS)));
        if (slow < MILLIS) {
            throw new IllegalStateException("commit_delay does not slow the commits: is fsync off?");
        }
    }

    private static Figure commit(String what, double millis, @Nullable Target target) {
        return new Figure(what, millis, Unit.MILLISECONDS, target, "mean of " + COMMITS);
    }

    private double commits() {
        try (Connection connection = testbed.connect(DATABASE);
                Statement statement = connection.createStatement()) {
            statement.execute("INSERT INTO a VALUES (0)");
            long start = System.nanoTime();
            for (int i = 1; i <= COMMITS; i++) {
                statement.execute("INSERT INTO a VALUES (" + i + ")");
            }
            return (System.nanoTime() - start) / 1e6 / COMMITS;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
