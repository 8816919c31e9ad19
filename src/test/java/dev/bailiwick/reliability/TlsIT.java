package dev.bailiwick.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bailiwick.testing.Cli;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every sslmode lets in and keeps out what the manual's "SSL Support" of libpq says. */
@Timeout(120)
class TlsIT {
    @TempDir
    static Path folder;

    private static @Nullable TlsServer server;

    @BeforeAll
    static void start() throws Exception {
        server = TlsServer.start(folder);
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
    }

    private static TlsServer server() {
        return java.util.Objects.requireNonNull(server);
    }

    private static Cli.Result connection(String host, String parameters) {
        TlsServer at = server();
        return Cli.in(folder)
                .on(at.url(
                        host, parameters.replace("RIGHT", at.right.toString()).replace("WRONG", at.wrong.toString())))
                .run("connection");
    }

    @ParameterizedTest
    @CsvSource({
        "disable, no",
        "allow, no",
        "prefer, TLSv1",
        "require, TLSv1",
        "require&sslrootcert=RIGHT, TLSv1",
        "verify-ca&sslrootcert=RIGHT, TLSv1",
        "verify-full&sslrootcert=RIGHT, TLSv1",
    })
    void letsIn(String mode, String tls) {
        Cli.Result result = connection("localhost", "sslmode=" + mode);
        assertThat(result.exit()).as(result.transcript()).isZero();
        assertThat(result.out()).containsPattern("TLS: +" + tls);
    }

    @ParameterizedTest
    @CsvSource({
        "localhost, verify-ca&sslrootcert=WRONG, no authority that is trusted has signed",
        "localhost, verify-full&sslrootcert=WRONG, no authority that is trusted has signed",
        "localhost, require&sslrootcert=WRONG, no authority that is trusted has signed",
        "localhost, verify-ca&sslrootcert=/nowhere.crt, /nowhere.crt",
        "localhost, verify-full&sslrootcert=/nowhere.crt, /nowhere.crt",
        "localhost, verify-ca, root.crt",
        "localhost, verify-full, root.crt",
        "127.0.0.1, verify-full&sslrootcert=RIGHT, certificate is for another host name",
    })
    void keepsOut(String host, String mode, String what) {
        Cli.Result result = connection(host, "sslmode=" + mode);
        assertThat(result.exit()).as(result.transcript()).isEqualTo(6);
        assertThat(result.err()).contains("error: TLS with " + host, what, "sslmode", "sslrootcert");
        assertThat(result.err()).doesNotContain("Exception");
    }

    @Test
    void theNameCountsForVerifyFullOnly() {
        assertThat(connection("127.0.0.1", "sslmode=verify-ca&sslrootcert=RIGHT")
                        .exit())
                .isZero();
        assertThat(connection("127.0.0.1", "sslmode=require&sslrootcert=RIGHT").exit())
                .isZero();
    }

    @Test
    void whatTheServerAsksForDecidesBetweenTheWeakModes() throws Exception {
        server().require("hostssl");
        try {
            Cli.Result allowed = connection("localhost", "sslmode=allow");
            assertThat(allowed.out()).as(allowed.transcript()).containsPattern("TLS: +TLSv1");
            Cli.Result plain = connection("localhost", "sslmode=disable");
            assertThat(plain.exit()).as(plain.transcript()).isEqualTo(6);
            assertThat(plain.err()).contains("refused the login", "sslmode=require");
            server().require("hostnossl");
            Cli.Result preferred = connection("localhost", "sslmode=prefer");
            assertThat(preferred.out()).as(preferred.transcript()).containsPattern("TLS: +no");
            Cli.Result required = connection("localhost", "sslmode=require");
            assertThat(required.exit()).as(required.transcript()).isEqualTo(6);
        } finally {
            server().require("host");
        }
    }
}
