package dev.bailiwick.testing;

import static dev.bailiwick.testing.CutProxy.Side.CLIENT;
import static dev.bailiwick.testing.CutProxy.Side.SERVER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Timeout(30)
class CutProxyIT {
    @RegisterExtension
    final TestDatabase db = TestDatabase.from("cut-proxy", t -> t.execute("CREATE TABLE t (id int)"));

    private final CutProxy proxy = CutProxy.to(db.host(), db.port());

    @BeforeEach
    void make() {
        assertThat(db.query("SELECT count(*) FROM t")).isEqualTo("0");
    }

    @AfterEach
    void end() {
        proxy.close();
    }

    private Connection connect() throws SQLException {
        return TestServer.connect("127.0.0.1", proxy.port(), db.name(), db.user(), db.password());
    }

    private static void insert(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("INSERT INTO t VALUES (1)");
        }
    }

    /** Waits for the server's sessions to be over, so that what they did is decided. */
    private String rows() throws InterruptedException {
        String others =
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()";
        for (int i = 0; i < 500 && !db.query(others).equals("0"); i++) {
            Thread.sleep(10);
        }
        return db.query("SELECT count(*) FROM t");
    }

    @Test
    void passesWhenNothingIsSet() throws Exception {
        try (Connection connection = connect()) {
            insert(connection);
        }

        assertThat(rows()).isEqualTo("1");
        assertThat(proxy.connections()).isEqualTo(1);
    }

    @Test
    void countsMessagesAndRoundTrips() throws Exception {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            proxy.reset();
            statement.execute("SELECT 1; SELECT 2; SELECT 3");
            statement.execute("SELECT 4");

            assertThat(proxy.roundTrips()).isEqualTo(2);
            assertThat(proxy.clientMessages()).isEqualTo(2);
            assertThat(proxy.messages().get(0).text()).contains("SELECT 3");
            assertThat(proxy.messages().stream().map(CutProxy.Message::type).filter(t -> t == 'Z'))
                    .hasSize(2);
        }
    }

    @Test
    void cutBeforeAMessageMeansThatItNeverArrived() throws Exception {
        CutProxy.Trap trap;
        try (Connection connection = connect()) {
            trap = proxy.at(CLIENT, "INSERT").cutBefore();

            assertThatThrownBy(() -> insert(connection)).isInstanceOf(SQLException.class);
        }
        assertThat(trap.sprung()).isTrue();
        assertThat(rows()).isEqualTo("0");
    }

    @Test
    void cutWithinAMessageMeansThatItDoesNotCount() throws Exception {
        try (Connection connection = connect()) {
            proxy.at(CLIENT, "INSERT").cutWithin();

            assertThatThrownBy(() -> insert(connection)).isInstanceOf(SQLException.class);
        }
        assertThat(rows()).isEqualTo("0");
    }

    @Test
    void cutAfterAMessageMeansThatTheServerActsAndTheClientHearsNothing() throws Exception {
        try (Connection connection = connect()) {
            proxy.at(CLIENT, "INSERT").cutAfter();

            assertThatThrownBy(() -> insert(connection)).isInstanceOf(SQLException.class);
        }
        assertThat(rows()).isEqualTo("1");
    }

    @Test
    void cutsBeforeAndWithinAnAnswer() throws Exception {
        for (int i = 0; i < 2; i++) {
            try (Connection connection = connect()) {
                proxy.reset();
                CutProxy.Point answer = proxy.at(SERVER, 1);
                CutProxy.Trap trap = i == 0 ? answer.cutBefore() : answer.cutWithin();

                assertThatThrownBy(() -> insert(connection)).isInstanceOf(SQLException.class);
                assertThat(trap.message().type()).isEqualTo('C');
            }
        }
        assertThat(rows()).isEqualTo("2");
    }

    @Test
    void everyPointOfALoginCanBeCut() throws Exception {
        int survived = 0;
        int cuts = 0;
        while (survived == 0) {
            proxy.reset();
            CutProxy.Trap trap = proxy.at(SERVER, cuts + 1).cutWithin();
            try (Connection connection = connect()) {
                insert(connection);
            } catch (SQLException e) {
                assertThat(e.getSQLState()).startsWith("08");
            }
            if (trap.sprung()) {
                cuts++;
            } else {
                survived++;
            }
        }
        assertThat(cuts).isGreaterThan(5);
    }

    @Test
    void oneConnectionOrAllOfThem() throws Exception {
        try (Connection a = connect();
                Connection b = connect()) {
            proxy.at(CLIENT, "INSERT").cutBefore();
            assertThatThrownBy(() -> insert(a)).isInstanceOf(SQLException.class);
            insert(b);
        }
        try (Connection a = connect();
                Connection b = connect()) {
            proxy.at(CLIENT, "INSERT").everyConnection().cutBefore();
            assertThatThrownBy(() -> insert(a)).isInstanceOf(SQLException.class);
            assertThatThrownBy(() -> insert(b)).isInstanceOf(SQLException.class);
        }
        try (Connection again = connect()) {
            insert(again);
        }
        assertThat(rows()).isEqualTo("2");
    }

    @Test
    void aStalledWireHangsUntilItIsCut() throws Exception {
        try (Connection connection = connect()) {
            CutProxy.Trap trap = proxy.at(CLIENT, "INSERT").stall();
            CompletableFuture<Void> run = CompletableFuture.runAsync(() -> {
                try {
                    insert(connection);
                } catch (SQLException e) {
                    throw new IllegalStateException(e);
                }
            });

            assertThat(trap.await(Duration.ofSeconds(10))).isTrue();
            assertThatThrownBy(() -> run.get(300, TimeUnit.MILLISECONDS))
                    .isInstanceOf(java.util.concurrent.TimeoutException.class);
            proxy.cutAll();
            assertThatThrownBy(run::get).hasRootCauseInstanceOf(java.io.IOException.class);
        }
        assertThat(rows()).isEqualTo("0");
    }

    @Test
    void delaysEveryHop() throws Exception {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            proxy.delay(Duration.ofMillis(20));
            long begin = System.nanoTime();
            for (int i = 0; i < 5; i++) {
                statement.execute("SELECT " + i);
            }

            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThanOrEqualTo(Duration.ofMillis(200));
        }
    }

    @Test
    void cancelRequestsPass() throws Exception {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            CompletableFuture<Void> cancel = CompletableFuture.runAsync(
                    () -> {
                        try {
                            statement.cancel();
                        } catch (SQLException e) {
                            throw new IllegalStateException(e);
                        }
                    },
                    CompletableFuture.delayedExecutor(200, TimeUnit.MILLISECONDS));

            assertThatThrownBy(() -> statement.execute("SELECT pg_sleep(20)"))
                    .isInstanceOfSatisfying(
                            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("57014"));
            cancel.get();
        }
    }

    @Test
    void largeMessagesPassWhole() throws Exception {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                var rows = statement.executeQuery(
                        "SELECT length('" + "x".repeat(3_000_000) + "'), repeat('y', 5000000)")) {
            rows.next();
            assertThat(rows.getInt(1)).isEqualTo(3_000_000);
            assertThat(rows.getString(2)).hasSize(5_000_000);
        }
    }
}
