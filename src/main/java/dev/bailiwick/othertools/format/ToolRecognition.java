package dev.bailiwick.othertools.format;

import dev.bailiwick.model.script.MigrationFile;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Tells by a folder's files which tool they are for. */
public final class ToolRecognition {
    private static final Pattern OUR_MARKER = Pattern.compile("(?m)^--\\s*migrate:up\\b");
    private static final Pattern KNEX =
            Pattern.compile("\\bexports\\.up\\b|\\bexport\\s+(async\\s+)?(function|const)\\s+up\\b");

    private ToolRecognition() {}

    /**
     * A tool that the files may be for.
     *
     * @param why what speaks for it, a sentence
     */
    public record Candidate(FileFormat format, String why) {}

    /** All tools that something speaks for; none where nothing does. */
    public static List<Candidate> of(List<MigrationFile> files) {
        Map<FileFormat, String> found = new EnumMap<>(FileFormat.class);
        List<MigrationFile> flat =
                files.stream().filter(file -> !file.filename().contains("/")).toList();
        List<MigrationFile> sql = flat.stream().filter(ToolRecognition::isSql).toList();
        add(found, FileFormat.DBMATE, sql, f -> OUR_MARKER.matcher(f.text()).find(), "a line -- migrate:up");
        add(found, FileFormat.GOOSE, sql, f -> hasLine(f, GooseFiles::isAnnotation), "lines -- +goose");
        add(found, FileFormat.MYBATIS, sql, f -> hasLine(f, MyBatisFiles::isUndo), "a line -- //@UNDO");
        add(found, FileFormat.LIQUIBASE, files, LiquibaseSql::isFormatted, "a first line --liquibase formatted sql");
        add(found, FileFormat.LIQUIBASE, files, LiquibaseSql::isOtherChangelog, "a databaseChangeLog");
        add(found, FileFormat.KNEX, flat, ToolRecognition::isKnex, "an exported function up");
        named(found, FileFormat.FLYWAY, files, f -> FlywayFiles.isNamed(f.filename()));
        named(found, FileFormat.DIESEL, files, ToolRecognition::isDiesel);
        named(found, FileFormat.SQITCH, flat, f -> f.filename().equals(SqitchProject.PLAN));
        pairs(found, flat);
        if (found.isEmpty()) {
            named(found, FileFormat.PLAIN, sql, f -> PlainFiles.isVersioned(f.filename()));
        }
        List<Candidate> candidates = new ArrayList<>();
        found.forEach((format, why) -> candidates.add(new Candidate(format, why)));
        return candidates;
    }

    /** golang-migrate and sqlx name pairs alike. */
    private static void pairs(Map<FileFormat, String> found, List<MigrationFile> flat) {
        Predicate<MigrationFile> half = file -> PairFiles.isHalf(file.filename());
        if (flat.stream().filter(half).anyMatch(PairFiles::runsWithoutTransaction)) {
            add(found, FileFormat.SQLX, flat, PairFiles::runsWithoutTransaction, "a first line -- no-transaction");
        } else {
            named(found, FileFormat.GOLANG_MIGRATE, flat, half);
            named(found, FileFormat.SQLX, flat, half);
        }
    }

    private static void add(
            Map<FileFormat, String> found,
            FileFormat format,
            List<MigrationFile> files,
            Predicate<MigrationFile> test,
            String sign) {
        List<MigrationFile> signed = files.stream().filter(test).toList();
        if (!signed.isEmpty()) {
            found.putIfAbsent(format, names(signed) + (signed.size() == 1 ? " has " : " have ") + sign);
        }
    }

    private static void named(
            Map<FileFormat, String> found,
            FileFormat format,
            List<MigrationFile> files,
            Predicate<MigrationFile> test) {
        List<MigrationFile> named = files.stream().filter(test).toList();
        if (!named.isEmpty()) {
            String by = format == FileFormat.PLAIN
                    ? " begin with a number"
                    : " are named as " + format.word() + " names them";
            found.putIfAbsent(
                    format,
                    names(named)
                            + (named.size() == 1 ? by.replace("begin", "begins").replace(" are ", " is ") : by));
        }
    }

    private static String names(List<MigrationFile> files) {
        String first = files.get(0).filename();
        return files.size() == 1 ? first : first + " and " + (files.size() - 1) + " more";
    }

    private static boolean isSql(MigrationFile file) {
        return UnconvertedFiles.extension(file.filename()).equals("sql");
    }

    private static boolean isDiesel(MigrationFile file) {
        return DieselFolders.folder(file.filename()) != null
                && UnconvertedFiles.base(file.filename()).equals("up.sql");
    }

    private static boolean isKnex(MigrationFile file) {
        return List.of("js", "mjs", "cjs", "ts", "mts").contains(UnconvertedFiles.extension(file.filename()))
                && KNEX.matcher(file.text()).find();
    }

    private static boolean hasLine(MigrationFile file, Predicate<String> test) {
        return SourceLines.lines(file).stream().anyMatch(test);
    }
}
