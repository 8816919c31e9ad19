package dev.bailiwick.files.scaffold;

import dev.bailiwick.model.failure.BailiwickException;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a new file is about, as its name says it: {@code add_barcode_to_drugs} is the column barcode of drugs.
 *
 * @param template what fills the file in
 * @param object the table, type, view or function, without its schema
 * @param member the column, or the columns of an index with {@code _and_} between them; empty where there is none
 */
record NewFileSubject(NewFileTemplate template, String object, String member) {
    private static final Pattern COLUMN = Pattern.compile("add_(?:column_)?(.+)_to_(.+)");
    private static final Pattern DROP_COLUMN = Pattern.compile("(?:drop|remove)_(?:column_)?(.+)_from_(.+)");
    private static final Pattern INDEX = Pattern.compile("(?:create_|add_)?index_(.+)_on_(.+)");
    private static final Pattern DROP = Pattern.compile("drop_(?:table_)?(.+?)(?:_table)?");
    private static final Pattern VIEW = Pattern.compile("create_(?:view_(.+)|(v_.+)|(.+)_view)");
    private static final Pattern FUNCTION = Pattern.compile("create_(?:function_(.+)|(.+)_function)");
    private static final Pattern ENUM = Pattern.compile("create_(?:(?:enum|type)_(.+)|(.+)_(?:enum|type))");
    private static final Pattern TABLE = Pattern.compile("create_(?:table_)?(.+?)(?:_table)?");

    /** Words that say that a file creates something, and that no template knows how. */
    private static final Set<String> OTHERS = Set.of("""
            enums types extension extensions index indexes trigger triggers views functions procedure procedures policy
            policies partition partitions schema sequence role roles grants domain rule aggregate operator
            """.strip().split("\\s+"));

    /**
     * What a name says.
     *
     * @param wanted the template that a person asked for; null where the form of the name chooses
     * @param purpose says what {@code create_x} creates; null where nobody said
     * @throws BailiwickException (usage) where the wanted template needs a name of another form
     */
    static NewFileSubject of(String name, @Nullable NewFileTemplate wanted, @Nullable MigrationPurpose purpose) {
        return wanted == null ? chosen(name, purpose) : named(name, wanted);
    }

    private static NewFileSubject chosen(String name, @Nullable MigrationPurpose purpose) {
        Matcher dropColumn = DROP_COLUMN.matcher(name);
        if (dropColumn.matches()) {
            return new NewFileSubject(NewFileTemplate.DROP, dropColumn.group(2), dropColumn.group(1));
        }
        for (NewFileTemplate template : List.of(NewFileTemplate.INDEX, NewFileTemplate.COLUMN, NewFileTemplate.VIEW, NewFileTemplate.FUNCTION)) {
            if (form(template).matcher(name).matches()) {
                return named(name, template);
            }
        }
        if (ENUM.matcher(name).matches()) {
            return named(name, NewFileTemplate.ENUM);
        }
        if (DROP.matcher(name).matches()) {
            return others(name) ? empty(name) : named(name, NewFileTemplate.DROP);
        }
        if (!TABLE.matcher(name).matches() || others(name)) {
            return empty(name);
        }
        return switch (purpose == null ? MigrationPurpose.ENTITY : purpose) {
            case ENTITY, TRANSACTION -> named(name, NewFileTemplate.TABLE);
            case VIEW -> named(name, NewFileTemplate.VIEW);
            case FUNCTION -> named(name, NewFileTemplate.FUNCTION);
            case SCHEMA, INDEX -> empty(name);
        };
    }

    private static boolean others(String name) {
        List<String> words = List.of(name.split("_", -1));
        return words.size() > 1
                && (OTHERS.contains(words.get(words.size() - 1))
                        || (words.size() > 2 && OTHERS.contains(words.get(1))));
    }

    private static NewFileSubject empty(String name) {
        return new NewFileSubject(NewFileTemplate.EMPTY, name, "");
    }

    private static NewFileSubject named(String name, NewFileTemplate template) {
        Matcher form = form(template).matcher(name);
        return switch (template) {
            case EMPTY -> empty(name);
            case COLUMN, INDEX -> {
                if (!form.matches()) {
                    throw BailiwickException.usage(
                            "the name " + name + " does not say which column of which table",
                            template == NewFileTemplate.COLUMN
                                    ? "such as add_barcode_to_drugs"
                                    : "such as index_code_on_drugs or index_code_and_name_on_drugs",
                            "or --template empty");
                }
                yield new NewFileSubject(template, form.group(2), form.group(1));
            }
            case DROP -> {
                Matcher column = DROP_COLUMN.matcher(name);
                yield column.matches()
                        ? new NewFileSubject(template, column.group(2), column.group(1))
                        : new NewFileSubject(template, form.matches() ? form.group(1) : name, "");
            }
            case TABLE, ENUM, VIEW, FUNCTION, SEED -> new NewFileSubject(template, object(form, name, template), "");
        };
    }

    /** What stands between the words that say what is done with it. */
    private static String object(Matcher form, String name, NewFileTemplate template) {
        String object = name.replaceFirst("^(create|add|seed|load)_(?=.)", "");
        if (form.matches()) {
            for (int i = 1; i <= form.groupCount(); i++) {
                object = form.group(i) == null ? object : form.group(i);
            }
        }
        object = object.replaceFirst("(?<=.)_" + template + "$", "");
        return template == NewFileTemplate.VIEW && !object.startsWith("v_") ? "v_" + object : object;
    }

    private static Pattern form(NewFileTemplate template) {
        return switch (template) {
            case COLUMN -> COLUMN;
            case INDEX -> INDEX;
            case VIEW -> VIEW;
            case FUNCTION -> FUNCTION;
            case ENUM -> ENUM;
            case DROP -> DROP;
            case TABLE, SEED, EMPTY -> TABLE;
        };
    }
}
