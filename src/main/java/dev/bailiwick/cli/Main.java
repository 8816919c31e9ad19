package dev.bailiwick.cli;

/** The process: the only place that exits. */
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        System.out.println("bailiwick");
    }
}
