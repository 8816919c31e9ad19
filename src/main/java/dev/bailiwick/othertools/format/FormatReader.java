package dev.bailiwick.othertools.format;

import dev.bailiwick.model.script.MigrationFile;
import java.util.List;

/** Which class reads the files of which tool. */
public final class FormatReader {
    private FormatReader() {}

    /** Reads all files of a folder. */
    public static void read(FileFormat format, List<MigrationFile> files, ConversionCollector intake) {
        switch (format) {
            case DBMATE -> DbmateFiles.read(files, intake);
            case GOOSE -> GooseFiles.read(files, intake);
            case GOLANG_MIGRATE, SQLX -> PairFiles.read(format, files, intake);
            case DIESEL -> DieselFolders.read(files, intake);
            case MYBATIS -> MyBatisFiles.read(files, intake);
            case FLYWAY -> FlywayFiles.read(files, intake);
            case SQITCH -> SqitchProject.read(files, intake);
            case LIQUIBASE -> LiquibaseSql.read(files, intake);
            case PLAIN -> PlainFiles.read(files, intake);
            case KNEX -> throw new IllegalArgumentException("knex's migrations are programs");
        }
    }
}
