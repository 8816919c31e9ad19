package dev.bailiwick.render;

import dev.bailiwick.model.*;
import java.util.List;

public final class Json {
    private Json() {}

    public static String failures(String v, String c, ExitCode e, List<Failure> f) {
        return f.toString();
    }

    public static String run(String v, ExitCode e, RunReport r, List<Failure> f) {
        return r.toString();
    }

    public static String status(String v, ExitCode e, List<DomainStatus> r) {
        return r.toString();
    }

    public static String validate(String v, ExitCode e, List<String> d, int n, List<Failure> f) {
        return f.toString();
    }
}
