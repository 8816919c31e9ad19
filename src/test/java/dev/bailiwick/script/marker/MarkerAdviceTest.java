package dev.bailiwick.script.marker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bailiwick.model.failure.Finding;
import dev.bailiwick.script.split.InvalidScriptException;
import dev.bailiwick.script.split.MigrationParser;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Other tools' markers, in every place where one may stand in a file, get advice that is not done already. */
class MarkerAdviceTest {
    private static final List<String> UPS = List.of(
            "-- +goose Up",
            "--+goose up",
            "-- +migrate Up",
            "--+ migrate Up",
            "-- +micrate Up",
            "-- rambler up",
            "-- Up Migration",
            "-- !Ups",
            "# --- !Ups",
            "-- migrate up",
            "-- Migrate:Up");
    private static final List<String> DOWNS = List.of(
            "-- +goose Down",
            "-- +migrate Down",
            "--+ migrate Down",
            "-- +micrate Down",
            "-- rambler down",
            "-- Down Migration",
            "-- //@UNDO",
            "--//@UNDO",
            "---- create above / drop below ----",
            "-- !Downs",
            "# --- !Downs",
            "-- migrate down",
            "--migrate:dwon");

    private static List<String> mends(String text) {
        try {
            MigrationParser.parse("a.sql", "a.sql", text);
            return List.of();
        } catch (InvalidScriptException e) {
            return e.findings().stream()
                    .map(finding -> finding.where().line() + " " + finding.mend())
                    .toList();
        }
    }

    private static DynamicTest says(String text, String... mends) {
        return DynamicTest.dynamicTest(
                text.replace('\n', '|'), () -> assertThat(mends(text)).containsExactly(mends));
    }

    @TestFactory
    Stream<DynamicTest> anUpMarkerOfAnotherTool() {
        return UPS.stream()
                .flatMap(line -> Stream.of(
                        says(line + "\nSELECT 1;", "1 write -- migrate:up"),
                        says(
                                "-- migrate:up\n" + line + "\nSELECT 1;",
                                "2 take it out: -- migrate:up stands in line 1 already"),
                        says(
                                "-- migrate:up transaction:false\n" + line + "\nSELECT 1;",
                                "2 take it out: -- migrate:up stands in line 1 already"),
                        says(
                                "-- migrate:up\nSELECT 1;\n" + line + "\nSELECT 2;",
                                "3 take it out: -- migrate:up stands in line 1 already"),
                        says(
                                line + "\n-- migrate:up\nSELECT 1;",
                                "1 take it out: -- migrate:up stands in line 2 already"),
                        says(
                                line + "\nSELECT 1;\n-- migrate:up\nSELECT 2;",
                                "1 put -- migrate:up in line 3 here in its place"),
                        says(
                                "-- migrate:up\nSELECT 1;\n-- migrate:down\n" + line + "\nSELECT 2;",
                                "4 take it out, and put what stands behind it into the section of -- migrate:up in line 1"),
                        says(
                                "-- migrate:down\nSELECT 1;\n" + line + "\nSELECT 2;",
                                "3 write -- migrate:up, and put that section before -- migrate:down in line 1"),
                        says(
                                line + "\nSELECT 1;\n" + line + "\nSELECT 2;",
                                "1 write -- migrate:up",
                                line.equals("-- migrate up") || line.contains("Migrate:Up")
                                        ? "3 write -- migrate:up"
                                        : "3 take it out: line 1 is to be -- migrate:up")));
    }

    @TestFactory
    Stream<DynamicTest> aDownMarkerOfAnotherTool() {
        return DOWNS.stream()
                .flatMap(line -> Stream.of(
                        says("-- migrate:up\nSELECT 1;\n" + line + "\nSELECT 2;", "3 write -- migrate:down"),
                        says(
                                "-- migrate:up\nSELECT 1;\n" + line + "\n-- migrate:down\nSELECT 2;",
                                "3 take it out: -- migrate:down stands in line 4 already"),
                        says(
                                "-- migrate:up\nSELECT 1;\n-- migrate:down\n" + line + "\nSELECT 2;",
                                "4 take it out: -- migrate:down stands in line 3 already"),
                        says(
                                "-- migrate:up\nSELECT 1;\n-- migrate:down\nSELECT 2;\n" + line,
                                "5 take it out: -- migrate:down stands in line 3 already"),
                        says(
                                "-- +goose Up\nSELECT 1;\n" + line + "\nSELECT 2;",
                                "1 write -- migrate:up",
                                "3 write -- migrate:down")));
    }

    @TestFactory
    Stream<DynamicTest> aMarkerThatAsksForNoTransaction() {
        String goose = "-- +goose NO TRANSACTION\n";
        return Stream.of(
                says(
                        goose + "-- +goose Up\nSELECT 1;",
                        "1 write transaction:false behind the marker, as -- migrate:up transaction:false",
                        "2 write -- migrate:up"),
                says(
                        "-- migrate:up transaction:false\n" + goose + "SELECT 1;",
                        "2 take it out: transaction:false stands behind -- migrate:up in line 1 already"),
                says(
                        goose + "-- migrate:up transaction:false\nSELECT 1;",
                        "1 take it out: transaction:false stands behind -- migrate:up in line 2 already"),
                says(
                        "-- migrate:up\n" + goose + "SELECT 1;",
                        "2 write transaction:false behind -- migrate:up in line 1, and take this line out"),
                says(
                        goose + "-- migrate:up\nSELECT 1;\n-- migrate:down\nSELECT 2;",
                        "1 write transaction:false behind -- migrate:up in line 2 and -- migrate:down in line 4, and take this"
                                + " line out"),
                says(
                        "-- migrate:up transaction:false\nSELECT 1;\n-- migrate:down\n" + goose + "SELECT 2;",
                        "4 write transaction:false behind -- migrate:down in line 3, and take this line out"),
                says("-- +migrate Up notransaction\nSELECT 1;", "1 write -- migrate:up transaction:false"),
                says(
                        "-- migrate:up\n-- +migrate Up notransaction\nSELECT 1;",
                        "2 write transaction:false behind -- migrate:up in line 1, and take this line out"),
                says(
                        "-- migrate:up transaction:false\n-- +migrate Up notransaction\nVACUUM;",
                        "2 take it out: -- migrate:up stands in line 1 already"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--liquibase formatted sql",
                "--changeset nina:1 runInTransaction:false",
                "--rollback DROP TABLE a;",
                "-- Deploy shop:users to pg",
                "-- Flyway migration V2__users.sql",
                "-- +goose StatementBegin",
                "-- +migrate StatementEnd",
                "-- class CreateUsers < ActiveRecord::Migration[7.0]",
                "-- rollback is easy",
                "-- Ups and downs"
            })
    void aCommentOfAnotherToolThatOpensNothingIsAComment(String line) {
        assertThat(mends("-- migrate:up\n" + line + "\nSELECT 1;\n-- migrate:down\n" + line + "\nSELECT 2;"))
                .isEmpty();
    }

    @TestFactory
    Stream<DynamicTest> aTransactionThatEndsBeforeTheSectionDoes() {
        String blocks = "2 write -- migrate:up transaction:false, which records each block by itself, or take BEGIN and"
                + " COMMIT out";
        return Stream.of(
                says("-- migrate:up\nBEGIN;\nSELECT 1;\nCOMMIT;\nCOMMENT ON TABLE a IS 'b';", blocks),
                says("-- migrate:up\nBEGIN;\nSELECT 1;\nCOMMIT;\nSELECT 2;\nSELECT 3;", blocks),
                says("-- migrate:up\nSTART TRANSACTION;\nSELECT 1;\nEND;\nSELECT 2;", blocks),
                says("-- migrate:up\nBEGIN;\nSELECT 1;\nCOMMIT;\nVACUUM;", blocks),
                says("-- migrate:up\nBEGIN;\nSELECT 1;", "2 write COMMIT; at the end, or take BEGIN out"),
                says("-- migrate:up\nBEGIN;\nSELECT 1;\nROLLBACK;\nSELECT 2;", "2 take it out", "4 take it out"));
    }

    @Test
    void whatPsqlWouldKeepIsNotDenied() {
        List<Finding> findings = findings("-- migrate:up\nBEGIN;\nSELECT 1;\nCOMMIT;\nSELECT 2;\nSELECT 3;");

        assertThat(findings)
                .singleElement()
                .extracting(Finding::what)
                .isEqualTo(
                        "a BEGIN … COMMIT block stands beside other statements in the section, which runs in one transaction"
                                + " of its own");
        assertThat(findings("-- migrate:up\nBEGIN;\nSELECT 1;\nROLLBACK;\nSELECT 2;"))
                .extracting(Finding::what)
                .noneMatch(what -> what.contains("keep nothing"));
    }

    @Test
    void aSeedGetsNoAdviceAboutMarkers() {
        try {
            MigrationParser.parseSeed("a.sql", dev.bailiwick.model.script.Text.of("VACUUM;"));
        } catch (InvalidScriptException e) {
            assertThat(e.findings()).singleElement().satisfies(finding -> {
                assertThat(finding.what()).isEqualTo("VACUUM can't run in a transaction, and a seed is one");
                assertThat(finding.mend()).isEqualTo("take it out");
            });
            return;
        }
        throw new AssertionError("the seed was taken");
    }

    private static List<Finding> findings(String text) {
        try {
            MigrationParser.parse("a.sql", "a.sql", text);
            return List.of();
        } catch (InvalidScriptException e) {
            return e.findings();
        }
    }
}
