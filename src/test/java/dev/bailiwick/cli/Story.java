package dev.bailiwick.cli;

import java.util.ArrayList;
import java.util.List;

/**
 * A golden transcript: commands with what they print, and between them what happens to the files and the database.
 *
 * <pre>
 * ## A sentence for who reads the story.
 * # file sql/inventory/20260101000001_create_drugs.sql     the lines up to "#" are its content
 * -- migrate:up
 * CREATE TABLE drugs (id integer);
 * #
 * # edit sql/inventory/20260101000001_create_drugs.sql s/integer/bigint/
 * # move sql/inventory/OLD.sql sql/inventory/NEW.sql
 * # delete sql/inventory/20260101000001_create_drugs.sql
 * # sql SELECT filename FROM inventory.schema_migrations   shows the rows as psql -At does
 * # hold LOCK TABLE inventory.drugs                         in a transaction of another session, open until
 * # release
 * # role reader                                            a role that may log in and no more
 * # as reader                                              the commands behind it connect as this role
 * # set APP_ENV=production                                 a variable of the environment
 * # without a database                                     no variable says where one is
 * $ bailiwick migrate inventory
 * what it prints to standard output
 * ! what it prints to standard error
 * [exit 4]                                                 where it is not 0
 * </pre>
 */
record Story(List<Step> steps) {

    /**
     * A line that starts with {@code $} or {@code #}, and the content of a file.
     *
     * @param line as it stands in the story
     * @param content of {@code # file}; else empty
     */
    record Step(String line, List<String> content) {
        boolean command() {
            return line.startsWith("$ ");
        }

        boolean prose() {
            return line.startsWith("## ");
        }

        /** The first word of a directive. */
        String verb() {
            return line.substring(2).split(" ", 2)[0];
        }

        /** What stands behind the first word. */
        String rest() {
            String[] words = line.substring(2).split(" ", 2);
            return words.length < 2 ? "" : words[1];
        }
    }

    /** Reads a story; what commands printed when it was written is left out. */
    static Story of(String text) {
        List<Step> steps = new ArrayList<>();
        List<String> lines = text.lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            List<String> content = new ArrayList<>();
            if (line.startsWith("# file ")) {
                while (!lines.get(++i).equals("#")) {
                    content.add(lines.get(i));
                }
            }
            if (line.startsWith("# ") || line.startsWith("## ") || line.startsWith("$ ")) {
                steps.add(new Step(line, content));
            }
        }
        return new Story(steps);
    }
}
