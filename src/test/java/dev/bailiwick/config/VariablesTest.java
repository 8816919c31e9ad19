package dev.bailiwick.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VariablesTest {

    private Machine machine;

    @BeforeEach
    void setUp(@TempDir Path folder) {
        machine = new Machine(folder);
    }

    @Test
    void theEnvironmentStandsBeforeEnvLocalBeforeEnv() {
        machine.env("A=1").file(".env.local", "A=2", "B=2").file(".env", "A=3", "B=3", "C=3");
        Variables variables = machine.variables();
        assertThat(variables.get("A")).isEqualTo("1");
        assertThat(variables.get("B")).isEqualTo("2");
        assertThat(variables.get("C")).isEqualTo("3");
        assertThat(variables.get("D")).isNull();
        assertThat(variables.label("A")).isEqualTo("A");
        assertThat(variables.label("B")).isEqualTo("B in .env.local");
        assertThat(variables.label("C")).isEqualTo("C in .env");
    }

    @Test
    void anEmptyVariableIsUnset() {
        machine.env("A=", "B=").file(".env.local", "A=").file(".env", "A=3");
        assertThat(machine.variables().get("A")).isEqualTo("3");
        assertThat(machine.variables().get("B")).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"APP_ENV=production", "NODE_ENV=production", "APP_ENV=Production"})
    void inProductionEnvLocalDoesNotCount(String variable) {
        machine.file(".env.local", "A=local").file(".env", "A=shared");
        assertThat(machine.variables().get("A")).isEqualTo("local");
        machine.env(variable);
        assertThat(machine.variables().get("A")).isEqualTo("shared");
    }

    @ParameterizedTest
    @ValueSource(strings = {"APP_ENV=production", "NODE_ENV=production"})
    void productionMayAlsoBeSaidInEnv(String variable) {
        machine.file(".env.local", "A=local").file(".env", "A=shared", variable);
        assertThat(machine.variables().get("A")).isEqualTo("shared");
    }

    @Test
    void theEnvironmentCanTakeProductionBack() {
        machine.env("APP_ENV=development").file(".env.local", "A=local").file(".env", "APP_ENV=production");
        assertThat(machine.variables().get("A")).isEqualTo("local");
        assertThat(machine.variables().production()).isFalse();
    }

    @Test
    void onlyAppEnvMakesProductionForTheDatabase() {
        assertThat(machine.env("NODE_ENV=production").variables().production()).isFalse();
        assertThat(machine.env("APP_ENV=production").variables().production()).isTrue();
    }

    @Test
    void aReferenceInAnEnvFileIsTakenLiterallyAndSaidSo() {
        machine.env("PGHOST=${X}").file(".env", "DATABASE_PASSWORD=${HUNTER2}", "OTHER=${X}");
        assertThat(machine.variables().get("DATABASE_PASSWORD")).isEqualTo("${HUNTER2}");
        assertThat(machine.variables().warnings())
                .containsExactly("DATABASE_PASSWORD in .env holds ${…}, which is taken literally:"
                        + " .env has no interpolation");
    }
}
