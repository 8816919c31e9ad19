package dev.bailiwick.db.catalog;

import dev.bailiwick.db.session.Quote;
import dev.bailiwick.db.session.Session;
import dev.bailiwick.db.session.SqlFailure;
import dev.bailiwick.db.session.SqlFile;
import dev.bailiwick.model.domain.Domain;
import dev.bailiwick.model.script.NamedObject;
import dev.bailiwick.model.script.TableName;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Looks which objects are there, by kind and name, in one round trip. */
public final class ObjectLookup {
    private static final String LOOK = SqlFile.text("objects_there.sql");

    private final Session session;

    public ObjectLookup(Session session) {
        this.session = session;
    }

    /**
     * Those that are there.
     *
     * @param domain whose files name them: a table without a schema is looked for in its schema, then in public
     * @throws SqlFailure where the server can't be asked
     */
    public Set<NamedObject> there(Domain domain, Collection<NamedObject> objects) {
        List<NamedObject> order = List.copyOf(objects);
        if (order.isEmpty()) {
            return Set.of();
        }
        String query = LOOK.formatted(
                array(order, NamedObject::kind),
                array(order, NamedObject::schema),
                array(order, NamedObject::name),
                array(order, object -> on(object, TableName::schema)),
                array(order, object -> on(object, TableName::name)),
                order.stream()
                        .map(object -> String.valueOf(object.arguments()))
                        .collect(Collectors.joining(",", "ARRAY[", "]::integer[]")),
                Quote.literal(domain.schema()));
        Set<NamedObject> there = new HashSet<>();
        session.query(query, row -> there.add(order.get(row.getInt(1) - 1)));
        return there;
    }

    private static @Nullable String on(NamedObject object, Function<TableName, @Nullable String> part) {
        TableName on = object.on();
        return on == null ? null : part.apply(on);
    }

    private static String array(List<NamedObject> objects, Function<NamedObject, @Nullable String> part) {
        return objects.stream()
                .map(object -> Quote.literal(part.apply(object)))
                .collect(Collectors.joining(",", "ARRAY[", "]::text[]"));
    }
}
