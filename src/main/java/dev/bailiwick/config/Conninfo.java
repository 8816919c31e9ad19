package dev.bailiwick.config;

import dev.bailiwick.model.failure.BailiwickException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a source says about the connection, in libpq's parameter names; the first word on a parameter stands. */
final class Conninfo {

    /**
     * One parameter's value.
     *
     * @param value never empty
     * @param where who says so, for messages
     */
    record Setting(String value, String where) {}

    private final Map<String, Setting> settings = new LinkedHashMap<>();
    private final Map<String, String> properties = new LinkedHashMap<>();

    /**
     * Says something about a parameter unless something was said before. An empty or missing value says nothing.
     *
     * @throws BailiwickException where libpq has no such parameter
     */
    void offer(String name, @Nullable String value, String where) {
        if (!ConnectionParameters.exists(name)) {
            String what = where + ": there is no connection parameter " + name;
            throw ConnectionParameters.nearest(name)
                    .map(near -> BailiwickException.usage(
                            what + "; the nearest is " + near, "write " + near + "=…, or take " + name + " out"))
                    .orElseGet(() -> BailiwickException.usage(what, "take it out"));
        }
        if (value != null && !value.isEmpty()) {
            settings.putIfAbsent(name, new Setting(value, where));
        }
    }

    /** Says something about a parameter, whatever was said before. */
    void set(String name, String value, String where) {
        settings.remove(name);
        offer(name, value, where);
    }

    /** Something under pgjdbc's own name, which stands before what libpq's names say. */
    void property(String name, String value) {
        properties.put(name, value);
    }

    @Nullable
    String get(String name) {
        Setting setting = settings.get(name);
        return setting == null ? null : setting.value();
    }

    /** Who set a parameter; its plain name where nobody did. */
    String where(String name) {
        Setting setting = settings.get(name);
        return setting == null ? name : setting.where();
    }

    /** What was said in libpq's names, in the order in which it was said. */
    Map<String, Setting> settings() {
        return settings;
    }

    /** What was said in pgjdbc's names. */
    Map<String, String> properties() {
        return properties;
    }
}
