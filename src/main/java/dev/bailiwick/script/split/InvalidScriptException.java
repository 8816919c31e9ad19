package dev.bailiwick.script.split;

import dev.bailiwick.model.failure.Finding;
import java.util.List;

/** A file that can't be run as it stands, with everything that is wrong in it. */
public final class InvalidScriptException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient List<Finding> findings;

    InvalidScriptException(List<Finding> findings) {
        super(findings.get(0).where() + ": " + findings.get(0).what());
        this.findings = List.copyOf(findings);
    }

    /** All that is wrong in the file, in the order of the file; never empty. */
    public List<Finding> findings() {
        return findings;
    }
}
