package dev.bailiwick.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The example file at the root of the project: all of it is a comment, and all of it works. */
class EnvExampleTest {

    private static final Path EXAMPLE = Path.of(".env.example");

    @Test
    void asItIsItSaysNothing() {
        assertThat(EnvFile.read(EXAMPLE, ".env.example")).isEmpty();
    }

    @Test
    void uncommentedItNamesEverySourceAndLibpqVariable() throws Exception {
        String text = Pattern.compile("(?m)^# (?=[A-Z_]+=)")
                .matcher(Files.readString(EXAMPLE))
                .replaceAll("");
        assertThat(EnvFile.parse(".env.example", text))
                .containsKeys(ConnectionSources.NAMES.replace("PGHOSTADDR, ", "").split(", "))
                .containsKeys("DATABASE_PASSWORD", "POSTGRES_PASSWORD", "SUPABASE_DB_PASSWORD", "PGPASSWORD", "APP_ENV")
                .allSatisfy((name, value) -> assertThat(value).isNotEmpty());
    }
}
