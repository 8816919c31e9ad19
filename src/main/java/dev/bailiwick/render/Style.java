package dev.bailiwick.render;

public record Style(boolean colour, boolean unicode) {}
