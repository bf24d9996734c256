"""Opinions before any application."""
