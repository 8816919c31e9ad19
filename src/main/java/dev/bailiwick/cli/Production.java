package dev.bailiwick.cli;

import dev.bailiwick.config.Variables;

/** Whether {@code APP_ENV=production}. */
final class Production {
    private Production() {}

    static boolean is(Root root) {
        return Variables.read(root.folder(), root.surroundings().environment()).production();
    }
}
