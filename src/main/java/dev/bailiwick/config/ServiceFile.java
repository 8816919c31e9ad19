package dev.bailiwick.config;

import dev.bailiwick.model.failure.BailiwickException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * libpq's connection service file: sections {@code [name]} with parameters below.
 *
 * <p>Source: the manual's libpq-pgservice; {@code parseServiceInfo} in fe-connect.c for the order of the files. Unlike
 * libpq, blanks around the equals sign are fine.
 */
final class ServiceFile {

    private ServiceFile() {}

    /**
     * Offers what the service says.
     *
     * @param own the user's file
     * @param explicit whether somebody named that file, so that it has to exist
     * @param system folder of the system-wide pg_service.conf, or null where PGSYSCONFDIR is unset
     */
    static void offer(Conninfo conninfo, String service, Path own, boolean explicit, @Nullable String system) {
        if (explicit && !Files.exists(own)) {
            throw BailiwickException.usage("the service file " + own + " does not exist", "ls -l " + own);
        }
        if (section(conninfo, service, own)) {
            return;
        }
        if (system != null && section(conninfo, service, Path.of(system, "pg_service.conf"))) {
            return;
        }
        String also = system == null ? "" : " or " + Path.of(system, "pg_service.conf");
        throw BailiwickException.usage(
                conninfo.where("service") + ": there is no service [" + service + "] in " + own + also,
                "grep '^\\[' " + own);
    }

    private static boolean section(Conninfo conninfo, String service, Path file) {
        if (!Files.exists(file)) {
            return false;
        }
        boolean found = false;
        int number = 0;
        for (String raw : lines(file)) {
            number++;
            String line = raw.strip();
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            if (line.startsWith("[")) {
                if (found) {
                    return true;
                }
                found = line.equals("[" + service + "]");
            } else if (found) {
                parameter(conninfo, line, file + ":" + number);
            }
        }
        return found;
    }

    private static void parameter(Conninfo conninfo, String line, String where) {
        int equals = line.indexOf('=');
        if (equals < 0) {
            throw BailiwickException.usage(where + ": this line is not parameter=value", "write parameter=value");
        }
        String name = line.substring(0, equals).strip();
        if (name.equals("service") || name.equals("servicefile")) {
            throw BailiwickException.usage(where + ": a service can't refer to another service", "take the line out");
        }
        if (name.startsWith("ldap:") || name.startsWith("ldaps:")) {
            throw BailiwickException.usage(where + ": services from LDAP are not supported", "write host=… instead");
        }
        conninfo.offer(name, line.substring(equals + 1).strip(), where);
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw BailiwickException.usage("the service file " + file + " can't be read", "ls -l " + file);
        }
    }
}
