package dev.bailiwick.model.domain;

/**
 * A password: readable only by asking for it, never by printing whatever holds it.
 *
 * @param reveal the password itself
 */
public record Secret(String reveal) {

    /** Four asterisks, whatever the length. */
    @Override
    public String toString() {
        return "****";
    }
}
