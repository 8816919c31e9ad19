package dev.bailiwick.render;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.bailiwick.model.failure.ExitCode;
import dev.bailiwick.model.failure.Failure;
import dev.bailiwick.model.report.RunReport;
import dev.bailiwick.model.report.Step;
import dev.bailiwick.model.script.Direction;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class JsonTest {

    @Test
    void aRunThatFailedSaysWhatItDidAndWhatFailed() {
        Step step = new Step("public", "1_roles.sql", "sql/public/1_roles.sql", Direction.UP, 1, 3, true, 12);
        RunReport report = new RunReport(
                "migrate", false, List.of("public", "inventory"), List.of(step), List.of("patient is behind"));
        assertThat(Json.run("0.1.0", ExitCode.ROLLED_BACK, report, List.of(Given.SQL_FAILED)))
                .isEqualTo("""
                {
                  "bailiwick": "0.1.0",
                  "command": "migrate",
                  "ok": false,
                  "exit_code": 4,
                  "dry_run": false,
                  "notes": [
                    "patient is behind"
                  ],
                  "domains": [
                    {
                      "domain": "public"
                    },
                    {
                      "domain": "inventory"
                    }
                  ],
                  "steps": [
                    {
                      "domain": "public",
                      "file": "1_roles.sql",
                      "path": "sql/public/1_roles.sql",
                      "direction": "up",
                      "batch": 1,
                      "statements": 3,
                      "transaction": true,
                      "execution_time_ms": 12,
                      "rows_copied": 0
                    }
                  ],
                  "failures": [
                    {
                      "what": "sql/inventory/20251205000010_create_drugs.sql failed",
                      "where": {
                        "file": "sql/inventory/20251205000010_create_drugs.sql",
                        "line": 12,
                        "column": 10,
                        "line_text": "    nmae txet NOT NULL,"
                      },
                      "postgresql": {
                        "severity": "ERROR",
                        "sqlstate": "42704",
                        "message": "type \\"txet\\" does not exist",
                        "detail": null,
                        "hint": null,
                        "context": null
                      },
                      "state": "rolled back, nothing of it stands; 9 files of inventory were applied before it",
                      "details": [],
                      "next": [
                        "mend the file, then: bailiwick migrate inventory"
                      ]
                    }
                  ]
                }
                """);
    }

    @Test
    void statusCountsAndListsEveryFile() throws IOException {
        Map<?, ?> read = object(Json.status("0.1.0", ExitCode.PENDING, List.of(Given.everything()), List.of()));
        assertThat(read.get("ok")).isEqualTo(false);
        assertThat(read.get("exit_code")).isEqualTo(8);
        Map<?, ?> domain = (Map<?, ?>) list(read, "domains").get(0);
        assertThat(domain.get("has_history")).isEqualTo(true);
        assertThat(domain.get("counts"))
                .isEqualTo(Map.of(
                        "pending",
                        1,
                        "applied",
                        2,
                        "failed",
                        1,
                        "partial",
                        1,
                        "edited",
                        1,
                        "missing",
                        1,
                        "newer",
                        0,
                        "out_of_order",
                        1,
                        "marked",
                        1));
        Map<?, ?> edited = (Map<?, ?>) list(domain, "files").get(1);
        assertThat(list(edited, "changes")).element(2).isEqualTo("-\tname text");
        assertThat(edited.get("applied_at")).isEqualTo("2025-12-05T03:15:30.123456Z");
        Map<?, ?> missing = (Map<?, ?>) list(domain, "files").get(2);
        assertThat(missing.containsKey("path")).isTrue();
        assertThat(missing.get("path")).isNull();
        assertThat(missing.get("execution_time_ms")).isEqualTo(184_000);
        Map<?, ?> late = (Map<?, ?>) list(domain, "files").get(3);
        assertThat(late.get("state")).isEqualTo("out of order");
        assertThat(late.containsKey("batch")).isTrue();
        assertThat(late.get("batch")).isNull();
    }

    @Test
    void everyCommandHasTheSameShape() throws IOException {
        List<String> documents = List.of(
                Json.run("1", ExitCode.DONE, new RunReport("redo", true, List.of(), List.of(), List.of()), List.of()),
                Json.status("1", ExitCode.DONE, List.of(), List.of()),
                Json.validate(
                        "1", ExitCode.DONE, List.of(Given.domain("inventory", "public")), 51, List.of(), List.of()),
                Json.result(
                        "1",
                        "db",
                        ExitCode.USAGE,
                        Map.of(),
                        List.of(),
                        List.of(Failure.of("no such command", "bailiwick help"))));
        for (String document : documents) {
            Map<?, ?> read = object(document);
            assertThat(read.keySet().toArray())
                    .contains("bailiwick", "command", "ok", "exit_code", "notes", "domains", "steps", "failures");
            assertThat(read.get("ok")).isEqualTo(Integer.valueOf(0).equals(read.get("exit_code")));
        }
        assertThat(documents.get(0)).contains("\"dry_run\": true,\n  \"notes\": [],\n");
        assertThat(documents.get(2)).contains("\"file_count\": 51", "\"requires\": [\n        \"public\"\n      ]");
        assertThat(documents.get(3)).contains("\"where\": null,\n      \"postgresql\": null,\n");
    }

    @Test
    void whateverAFileSaysComesBackAndSteersNoTerminal() throws IOException {
        String text = "งบดำเนินการ 💊 \"\\\n\t\u0000\u001b\u007f\u009b\u202e\u2028\ufeff";
        String document = Json.result("1", "migrate", ExitCode.BUG, Map.of(), List.of(), List.of(Failure.of(text)));
        assertThat(what(document)).isEqualTo(text);
        assertThat(document).contains("งบดำเนินการ 💊 ").doesNotContain("\u202e", "\u2028", "\ufeff");
        assertThat(document.codePoints().filter(c -> c != '\n' && Character.isISOControl(c)))
                .isEmpty();
    }

    @Test
    void halfAPairIsReplaced() throws IOException {
        String document = Json.result(
                "1", "migrate", ExitCode.BUG, Map.of(), List.of(), List.of(Failure.of("a\ud83db\udc8a 💊")));
        assertThat(what(new String(document.getBytes(UTF_8), UTF_8))).isEqualTo("a\ufffdb\ufffd 💊");
    }

    private static @Nullable Object what(String document) throws IOException {
        return ((Map<?, ?>) list(object(document), "failures").get(0)).get("what");
    }

    private static List<?> list(Map<?, ?> object, String name) {
        return (List<?>) Objects.requireNonNull(object.get(name), name);
    }

    private static Map<?, ?> object(String document) throws IOException {
        assertThat(document).endsWith("}\n");
        try (JsonParser parser = new JsonFactory().createParser(document)) {
            parser.nextToken();
            Map<?, ?> read = (Map<?, ?>) Objects.requireNonNull(value(parser));
            assertThat(parser.nextToken()).isNull();
            return read;
        }
    }

    private static @Nullable Object value(JsonParser parser) throws IOException {
        switch (parser.currentToken()) {
            case START_OBJECT -> {
                Map<String, @Nullable Object> object = new LinkedHashMap<>();
                while (parser.nextToken() != JsonToken.END_OBJECT) {
                    String name = parser.currentName();
                    parser.nextToken();
                    assertThat(object.put(name, value(parser))).isNull();
                }
                return object;
            }
            case START_ARRAY -> {
                List<@Nullable Object> array = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    array.add(value(parser));
                }
                return array;
            }
            case VALUE_NUMBER_INT -> {
                return parser.getIntValue();
            }
            case VALUE_TRUE, VALUE_FALSE -> {
                return parser.getBooleanValue();
            }
            default -> {
                return parser.currentToken() == JsonToken.VALUE_NULL ? null : parser.getText();
            }
        }
    }
}
